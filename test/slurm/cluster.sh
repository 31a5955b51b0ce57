#!/bin/bash
# A real Slurm on this one machine, for tests and for trying things: munged, slurmctld and a slurmd for each node, on the
# loopback address, without systemd, as whichever user runs it; everything it writes is in one folder.
#
#   test/slurm/cluster.sh start FOLDER [NODES [FIRST_PORT]]
#   export SLURM_CONF=FOLDER/slurm.conf      then sbatch, squeue, scontrol ... talk to it
#   test/slurm/cluster.sh stop FOLDER
#
# Debian: apt-get install --no-install-recommends slurmctld slurmd slurm-client munge
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
fail() {
  echo "cluster.sh: $*" >&2
  exit 1
}

[ $# -ge 2 ] || fail 'start FOLDER [NODES [FIRST_PORT]] or stop FOLDER'
mkdir -p "$2"
what=$1 dir=$(cd "$2" && pwd) count=${3:-4} port=${4:-27100}
export SLURM_CONF=$dir/slurm.conf

# Tries a command again and again until it succeeds, for so many seconds.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

# Whether the process of a pid file still is the program that wrote it: process ids are used again.
runs() { [ -s "$1" ] && [ "$(cat "/proc/$(cat "$1")/comm" 2>/dev/null)" = "$2" ]; }
gone() { ! runs "$@"; }

configuration() {
  cat <<CONF
ClusterName=test
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$port
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthType=auth/munge
# A task whose node failed is begun again only when its credential has expired.
AuthInfo=socket=$dir/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool-%n
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd-%n.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
MailProg=/bin/true
KillWait=1
ReturnToService=2
MaxArraySize=50
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
NodeName=n[1-$count] NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + count))] CPUs=1 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
}

start() {
  for program in munged slurmctld slurmd sbatch; do
    command -v "$program" >/dev/null || fail "there is no $program"
  done
  gone "$dir/slurmctld.pid" slurmctld || fail "a cluster is running in $dir"
  mkdir -p "$dir/state"
  (umask 077 && head -c 128 /dev/urandom >"$dir/munge.key")
  configuration >"$SLURM_CONF"
  munged --force --socket="$dir/munge.socket" --key-file="$dir/munge.key" --pid-file="$dir/munged.pid" \
    --log-file="$dir/munged.log" --seed-file="$dir/munge.seed" 2>>"$dir/munged.err"
  cd "$dir"
  slurmctld
  within 20 scontrol ping || fail "slurmctld does not answer, see $dir/slurmctld.log"
  for n in $(seq "$count"); do
    mkdir -p "spool-n$n"
    slurmd -N "n$n"
  done
  within 30 all_idle || fail "the nodes do not come up, see $dir/slurmctld.log"
}
all_idle() { [ "$(sinfo -h -t idle -o %D)" = "$count" ]; }

stop() {
  local file name
  # The jobs first, so that no process of theirs outlives the nodes.
  if runs "$dir/slurmctld.pid" slurmctld; then
    timeout 10 scancel --state=PENDING --user="$(id -un)" || true
    timeout 10 scancel --user="$(id -un)" || true
    within 10 nothing_queued || true
  fi
  for file in "$dir"/slurmd-*.pid "$dir/slurmctld.pid" "$dir/munged.pid"; do
    name=$(basename "$file" .pid)
    end "$file" "${name%%-*}"
  done
}
nothing_queued() { [ -z "$(squeue -h)" ]; }

end() {
  runs "$@" || return 0
  local pid
  pid=$(cat "$1")
  kill "$pid"
  within 10 gone "$@" || kill -9 "$pid"
}

case $what in
  start) start ;;
  stop) stop ;;
  *) fail "unknown word $what" ;;
esac

/**
 * The library: everything that the command line does, without its terminal. Times are whole milliseconds in a job
 * table and in facts, and seconds in metrics, reports and files.
 */

// Simulating a workload under a policy.
export { type CentreSimulationOptions, simulateCentre } from './engine/centre/centre-simulation.ts';
export { fairStarts } from './engine/fair-starts.ts';
export {
  INSTANT,
  type Simulation,
  type SimulationOptions,
  simulate,
  simulateAsync,
  startSimulation,
} from './engine/simulation.ts';
export { inProcess } from './executors/in-process.ts';
export { RunStore } from './executors/store.ts';
export type { Executor } from './executors/task.ts';
export { threads } from './executors/threads/threads.ts';
// Comparing policies as a scenario file says.
export type { Claim } from './experiment/claims/claim.ts';
export { type ClaimResult, evaluateClaims } from './experiment/claims/evaluate.ts';
export { type DiffOf, diffRuns, type RunDiff } from './experiment/diff.ts';
export type { DiffSide, DiffStart, LeftJob } from './experiment/diff-side.ts';
export type {
  Experiment,
  ExperimentResult,
  PlannedPolicy,
  PolicyRun,
  RunOptions,
  WorkloadSource,
} from './experiment/experiment.ts';
export {
  type ExplainOptions,
  explainJob,
  explainOnNodes,
  type JobExplanation,
  type NodeExplanation,
} from './experiment/explain.ts';
export { type FairShareStanding, fairShareHistory } from './experiment/fair-share-history.ts';
export { loadWorkload } from './experiment/load.ts';
export type { NodeAlternative, NodeChange } from './experiment/node-what-if.ts';
export { type OptionChoices, resolveOptions } from './experiment/options.ts';
export { firstParting, type Parting, type Shifts, shiftsBetween } from './experiment/parting.ts';
// Studies: many runs, and what they come to.
export { type PlanOptions, type PlanResult, type PolicyPlan, planCapacity } from './experiment/plan/plan.ts';
export type { Probe } from './experiment/plan/probe.ts';
export type { TargetFigures } from './experiment/plan/target.ts';
export { planPolicy } from './experiment/policies.ts';
export { describePolicy, experimentRecord } from './experiment/record.ts';
export { type RunContext, type RunHooks, runExperiment } from './experiment/run.ts';
export { loadScenario, parseScenario } from './experiment/scenario.ts';
export { type ShrinkOptions, type Shrunk, shrink } from './experiment/shrink.ts';
export { bootstrapInterval, resamplesFor } from './experiment/statistics/bootstrap.ts';
export { figureInterval } from './experiment/statistics/figure-interval.ts';
export { type Interval, meanInterval } from './experiment/statistics/interval.ts';
export { latinHypercube } from './experiment/statistics/latin-hypercube.ts';
export { mser5, type WarmUp } from './experiment/statistics/mser.ts';
export { type Aim, paretoFront } from './experiment/statistics/pareto.ts';
export { type Saturation, saturation } from './experiment/statistics/saturation.ts';
export {
  type MainEffect,
  type Sensitivity,
  type SweepPoint,
  sensitivity,
} from './experiment/statistics/sensitivity.ts';
export { decided, type Look, type Looks, looks } from './experiment/statistics/sequential.ts';
export {
  type Comparison,
  type Judgement,
  type Margin,
  type PValues,
  type Reason,
  type Verdict,
  verdicts,
} from './experiment/statistics/verdict.ts';
export type { StoredReplay } from './experiment/stored-replay.ts';
export type { ComparisonFigures, PointFigures, PolicyFigures, StudyFigures } from './experiment/study/analysis.ts';
export { loadStudy } from './experiment/study/load-study.ts';
export { runStudy, type StudyOptions, type StudyResult } from './experiment/study/run-study.ts';
export type { Study } from './experiment/study/study.ts';
export type { StudyClaimResult } from './experiment/study/study-claims.ts';
export type { StudyHooks } from './experiment/study/study-runs.ts';
export type { Alternative, Change } from './experiment/what-if.ts';
// Random numbers by seed and purpose, for policies and models that draw.
export { type Random, type RandomStreams, randomStreams } from './kernel/random.ts';
// Figures of a finished run.
export { type Headline, headline } from './metrics/headline.ts';
export {
  type BorrowingHistory,
  borrowingHistory,
  byFaultCause,
  type CauseFigures,
  type ClassInterrupts,
  type InterruptClass,
  interruptsBy,
  METRICS,
  type Metric,
  metricsOf,
  type RunOnNodes,
  usageAt,
  usageHistory,
  windowed,
} from './metrics/index.ts';
// What policies and observers are written against.
export type { Allocation, Dependency, JobAsks, Shape } from './model/asks.ts';
export type { Debt, Loan } from './model/borrowing.ts';
export type { Centre, Entity, Intervention, PreemptMode, Qos, Window } from './model/centre.ts';
export type { CentreView } from './model/centre-view.ts';
// A coordinator of one's own.
export type {
  Coordinator,
  Incident,
  JobVerdict,
  NodeVerdict,
  Repair,
  Warning,
  WarningVerdict,
} from './model/coordinator.ts';
export { InputError } from './model/errors.ts';
export type { DecisionFact, Fact, JobFact, Observer, ReserveFact, StartReason, StartRule } from './model/facts.ts';
export { type JobFacts, type JobId, type JobTable, NO_JOB } from './model/jobs.ts';
export type { Ledger, LedgerEntry } from './model/ledger.ts';
export type { Limits, Machine, MachineNode, NodeGroup, NodeId, NodeStatus, Partition } from './model/machine.ts';
export type { Candidate, Placement } from './model/placement.ts';
export type { PolicyEntry, PolicyOptionInfo } from './model/policy.ts';
export { CORES, GPUS, MEMORY, RESOURCES, type ResourceVector, STORAGE } from './model/resources.ts';
export type { FinishedRun, ObservationWindow } from './model/run.ts';
export type {
  ClusterView,
  Plan,
  Prediction,
  Preemption,
  Queue,
  QueueOrder,
  Scheduler,
  Simultaneity,
} from './model/scheduler.ts';
export { type Duration, fromSeconds, PLAN_TICK, type Time, toSeconds } from './model/time.ts';
export type {
  Hindrance,
  Holder,
  Lack,
  LimitScope,
  NodeWaitRule,
  OverLimit,
  QueuePlace,
  WhyNot,
} from './model/why-not.ts';
export { SWF_FIELDS, type SwfField, type SwfTrace, type Workload, type WorkloadRules } from './model/workload.ts';
// Watching a run.
export { auditLog } from './observers/audit.ts';
export type { Blocker } from './observers/blockers.ts';
export { centreInvariants } from './observers/centre-invariants.ts';
export { type DecisionRecord, decisionRecorder } from './observers/decisions.ts';
export {
  explain,
  type JobLife,
  type Standing,
  type Wait,
  type WaitRule,
  type WaitThen,
  waitAfter,
} from './observers/explain.ts';
export { InvariantViolation, invariants } from './observers/invariants.ts';
export { type Moment, type MomentStart, type MomentStop, momentRecorder } from './observers/moment.ts';
export { type NodeLife, type NodeStint, type NodeWait, nodeLifeRecorder } from './observers/node-life.ts';
export type { CoordinatorSetting, OwnCoordinator, OwnJobVerdict } from './own/coordinator.ts';
// Policies by name.
export { createScheduler, POLICIES, type PolicySpec, PROFILES, type Profile } from './registry.ts';
// Reports.
export { buildReport } from './report/build.ts';
export type { Report, ReportedRun, ReportInput } from './report/report.ts';
export { writeReport } from './report/write.ts';
// Policies put together from an order, a depth and a scan, one's own orders included.
export { type Backfill, backfill } from './schedulers/backfill.ts';
export { list } from './schedulers/list.ts';
export { ORDERS, type OrderEntry } from './schedulers/orders.ts';
// Workloads: traces in and out, replications of them, and synthetic ones.
export { inspectTrace, type TraceSummary } from './workload/inspect.ts';
export { type LublinOptions, lublin } from './workload/lublin.ts';
export { type PoissonOptions, poisson, poissonJobs } from './workload/poisson.ts';
export { prepareWorkload } from './workload/prepare.ts';
export { type ReplicationModel, replicated } from './workload/replicate.ts';
export type { ResampleOptions } from './workload/resample-users.ts';
export type { ShakeOptions } from './workload/shake.ts';
export { readSwf, readSwfBytes } from './workload/swf-read.ts';
export { swfText, writeSwf } from './workload/swf-write.ts';
export type { EstimateModel } from './workload/synthetic.ts';

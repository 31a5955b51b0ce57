/** The word that asks for completions; a script passes the words of the line after it, the last one under the cursor. */
export const ASK = '--get-completions';

const BASH = `# Completion of makespan for bash. In ~/.bashrc: source <(makespan completion bash)
_makespan() {
  local IFS=$'\\n' line word candidate ending
  local -a words=()
  COMPREPLY=()
  # bash makes three words of --trace=FILE, and "--trace FILE" means the same.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do [[ $word == '=' ]] || words+=("$word"); done
  if [[ $word == '=' ]]; then word=''; words+=(''); fi
  while IFS= read -r line; do
    case $line in
      ':folders') while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -d -- "$word") ;;
      ':files '*)
        while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -d -- "$word")
        while IFS= read -r candidate; do
          IFS=' '
          for ending in \${line#:files }; do
            if [[ -f $candidate && $candidate == *"$ending" ]]; then COMPREPLY+=("$candidate"); break; fi
          done
          IFS=$'\\n'
        done < <(compgen -f -- "$word")
        compopt -o filenames 2>/dev/null
        ;;
      *) COMPREPLY+=("$line") ;;
    esac
  done < <(makespan ${ASK} -- "\${words[@]}" 2>/dev/null)
}
complete -F _makespan makespan
`;

const ZSH = `#compdef makespan
# Completion of makespan for zsh. In ~/.zshrc, after compinit: source <(makespan completion zsh)
_makespan() {
  local line ending
  local -a candidates patterns
  while IFS= read -r line; do
    case $line in
      ':folders') compset -P '--*='; _files -/ ;;
      ':files '*)
        compset -P '--*='
        patterns=()
        for ending in \${(s: :)line#:files }; do patterns+=("*$ending"); done
        _files -g "(\${(j:|:)patterns})"
        ;;
      *) candidates+=("$line") ;;
    esac
  done < <(makespan ${ASK} -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#candidates} )) && compadd -- "\${candidates[@]}"
}
compdef _makespan makespan
`;

const FISH = `# Completion of makespan for fish. In ~/.config/fish/completions/makespan.fish: makespan completion fish | source
function __makespan
    set -l words (commandline -opc)[2..-1] (commandline -ct)
    for line in (makespan ${ASK} -- $words 2>/dev/null)
        switch $line
            case ':folders'
                __fish_complete_directories (commandline -ct)
            case ':files *'
                __fish_complete_suffix (string split ' ' -- $line)[2..-1]
            case '*'
                echo $line
        end
    end
end
complete -c makespan -f -a '(__makespan)'
`;

/** The script of each shell. They ask the program itself, so that they never fall behind it. */
export const SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish', string>> = { bash: BASH, zsh: ZSH, fish: FISH };

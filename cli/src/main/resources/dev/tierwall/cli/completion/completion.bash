# Completion of tierwall for bash. Use it with: source <(tierwall completion bash)
_tierwall() {
    local line=${COMP_LINE:0:COMP_POINT} words cur candidate directive=:4 prefix=
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    cur=${words[${#words[@]} - 1]}
    # bash takes a colon or an equals sign for the end of a word; what stands before the last of them is there already.
    [[ $COMP_WORDBREAKS == *:* && $cur == *:* ]] && prefix=${cur%"${cur##*:}"}
    [[ $COMP_WORDBREAKS == *=* && ${cur#"$prefix"} == *=* ]] && prefix=${cur%"${cur##*=}"}
    COMPREPLY=()
    while IFS=$'\t' read -r candidate _; do
        case $candidate in
            :[0-9]) directive=$candidate ;;
            *) COMPREPLY+=("${candidate#"$prefix"}") ;;
        esac
    done < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
    if [[ $directive == :0 ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "${cur#"$prefix"}")
    fi
}
complete -F _tierwall tierwall kubectl-tierwall

#compdef tierwall kubectl-tierwall
# Completion of tierwall for zsh. Use it with: source <(tierwall completion zsh)
_tierwall() {
    local line directive=:4
    local -a candidates
    while IFS= read -r line; do
        case $line in
            :[0-9]) directive=$line ;;
            *)
                # A colon ends the word in what _describe takes, so those inside it are written with a backslash.
                local word=${line%%$'\t'*} text=
                [[ $line == *$'\t'* ]] && text=${line#*$'\t'}
                candidates+=("${word//:/\\:}${text:+:$text}")
                ;;
        esac
    done < <("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
    (( ${#candidates} )) && _describe -V 'tierwall' candidates
    [[ $directive == :0 ]] && _files
    return 0
}
compdef _tierwall tierwall kubectl-tierwall

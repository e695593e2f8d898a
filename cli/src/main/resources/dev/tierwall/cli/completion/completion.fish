# Completion of tierwall for fish. Use it with: tierwall completion fish | source
function __tierwall_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l answer ($words[1] __complete $words[2..-1] 2>/dev/null)
    test (count $answer) -gt 0; or return
    if test (count $answer) -gt 1
        printf '%s\n' $answer[1..-2]
    end
    if test "$answer[-1]" = ':0'
        __fish_complete_path (commandline -ct)
    end
end
complete -c tierwall -f -a '(__tierwall_complete)'
complete -c kubectl-tierwall -f -a '(__tierwall_complete)'

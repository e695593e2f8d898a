# Builds an image: compiles, gathers the jars, trains the start-up cache, and puts the image in use in one step.
# Sourced by the launcher when image.sh finds none that is fresh. All that it says goes to standard error.
#
# Only one process builds at a time; the others wait for it. The lock is a symbolic link whose target is the
# number of the process that holds it: made and named in one step, so it is never seen half done.

say() {
    echo "tierwall: $*" >&2
}

# build_image: sets image and classpath, or fails after having said why.
build_image() {
    if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
        say "cannot write to $cache; name another folder in TIERWALL_CACHE"
        return 1
    fi
    case $cache in
        *:*)
            say "the path $cache has a colon, which no Java class path can hold; name another folder in TIERWALL_CACHE"
            return 1
            ;;
    esac
    trap 'abandon; exit 129' HUP
    trap 'abandon; exit 130' INT
    trap 'abandon; exit 143' TERM
    take_lock || return 1
    built=0
    image_is_fresh || { compile && assemble && train && publish; } || built=$?
    abandon
    trap - HUP INT TERM
    return $built
}

take_lock() {
    tries=0
    until ln -s "$$" "$cache/lock" 2>/dev/null; do
        holder=$(readlink "$cache/lock" 2>/dev/null) || holder=
        if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null && [ ! -d "/proc/$holder" ]; then
            break_lock
        fi
        [ $tries = 5 ] && say "waiting for the build of process ${holder:-?}"
        if [ $tries = 4500 ]; then
            say "process ${holder:-?} has been building for 15 minutes; if it is no build, remove $cache/lock*"
            return 1
        fi
        tries=$((tries + 1))
        sleep 0.2
    done
}

# break_lock: removes the lock of a holder that has died, unless another process has done so and taken it since.
break_lock() {
    mkdir "$cache/lock.break" 2>/dev/null || return 0
    [ "$(readlink "$cache/lock" 2>/dev/null)" = "$holder" ] && rm -f "$cache/lock"
    rmdir "$cache/lock.break"
}

# abandon: ends a build that still runs, gives up the lock, and removes what is not in use.
abandon() {
    rm -f "$cache/stamp.$$"
    if [ -r "$cache/maven.$$" ] && read -r maven <"$cache/maven.$$"; then
        tries=0
        while kill "$maven" 2>/dev/null && [ $tries -lt 50 ]; do
            tries=$((tries + 1))
            sleep 0.1
        done
    fi
    rm -f "$cache/current.$$" "$cache/maven.$$"
    [ "$(readlink "$cache/lock" 2>/dev/null)" = "$$" ] && rm -f "$cache/lock"
    return 0
}

compile() {
    say "building (the first time it also fetches libraries)"
    # Whatever changes from here on is newer than the image.
    : >"$cache/stamp.$$"
    build=$cache/build
    rm -rf "$build/tierwall-cli/lib"
    # In the background, because a shell acts on a signal while it waits, but not while a command runs.
    run_maven &
    if ! wait $!; then
        compile_errors >&2
        say "the build failed; the whole of it is in $cache/build.log"
        return 1
    fi
}

run_maven() {
    {
        "$home/mvnw" -f "$home/pom.xml" -B -ntp -Dstyle.color=never -Pimage -pl cli -am package \
            -Dmaven.test.skip=true "-Dbuild.folder=$build/\${project.artifactId}" </dev/null 2>&1 &
        echo $! >"$cache/maven.$$"
        # Without the stamp the build was abandoned before it could be known which process to end.
        [ -e "$cache/stamp.$$" ] || kill $!
        wait $!
        printf '\nmvnw ended with %s\n' $?
        rm -f "$cache/maven.$$"
    } | follow "$cache/build.log"
}

# follow LOG: keeps the build's output in LOG, says which part is being built, and ends as the build did.
follow() {
    while IFS= read -r line; do
        printf '%s\n' "$line"
        case $line in
            *"] Building Tierwall "[a-z]*)
                part=${line#*Building Tierwall }
                say "compiling ${part%% *}"
                ;;
        esac
    done >"$1"
    [ "$(tail -n 1 "$1")" = "mvnw ended with 0" ]
}

# compile_errors: the errors in the log, without Maven's advice on how to run Maven.
compile_errors() {
    if grep -q '^\[ERROR\]' "$cache/build.log"; then
        sed -n -e '/^\[ERROR\] -> \[Help/q' -e '/^\[ERROR\] To see the full/q' -e 's/^\[ERROR\] //p' "$cache/build.log" |
            head -n 60
    else
        tail -n 20 "$cache/build.log"
    fi
}

assemble() {
    image=$cache/image.$(date +%s).$$
    mkdir "$image" && mv "$build/tierwall-cli/lib" "$image/lib" &&
        cp "$build"/tierwall-cli/tierwall-cli-*.jar "$image/lib/" && mv "$cache/stamp.$$" "$image/stamp" || return 1
    classpath=
    for jar in "$image"/lib/*.jar; do
        classpath=$classpath${classpath:+:}$jar
    done
    printf '%s\n' "$classpath" >"$image/classpath"
    # They run as they are too, only not from the cache.
    "$JAVA_HOME/bin/java" "$home/cli/src/launcher/RenewClasses.java" "$image/lib" >>"$cache/build.log" 2>&1 ||
        say "some libraries could not be prepared for the start-up cache; see $cache/build.log"
}

# train: records what the commands in training-*.txt load. Without the caches Tierwall only starts slower.
train() {
    say "training the start-up cache"
    for command in "" lab; do
        java_flags "$command"
        # shellcheck disable=SC2086 # the flags are words
        (cd "$home" && exec "$JAVA_HOME/bin/java" $flags -XX:AOTCacheOutput="$image/$training.aot" -cp "$classpath" \
            dev.tierwall.cli.Training "cli/src/launcher/training-$training.txt") </dev/null >>"$cache/build.log" 2>&1
        [ -s "$image/$training.aot" ] ||
            say "no start-up cache was made for $training, so that starting takes longer; see $cache/build.log"
    done
    return 0
}

publish() {
    printf '%s\n%s\n' "${image##*/}" "$JAVA_HOME $jdk_version" >"$cache/current.$$" &&
        mv -f "$cache/current.$$" "$cache/current" || return 1
    # Others may still run from the last ones.
    for old in $(cd "$cache" && ls -d image.* | sort -r | tail -n +4); do
        rm -rf "${cache:?}/$old"
    done
}

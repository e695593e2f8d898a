# Where the built image is, whether it is fresh, and the flags that it runs with. Sourced by the launcher at each start:
# everything here but `find` is done by the shell itself.
#
# Reads home, JAVA_HOME and jdk_version; sets cache (the folder of images), image and classpath.

# image_is_fresh: is there an image, built with this JDK, that no source is newer than?
image_is_fresh() {
    cache=${TIERWALL_CACHE:-$home/.tierwall}
    image_in_use && return 0
    if [ -z "${TIERWALL_CACHE:-}" ] && ! cache_is_writable; then
        # Somebody else's clone: build into a folder of one's own.
        cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/tierwall$home
        image_in_use && return 0
    fi
    return 1
}

cache_is_writable() {
    if [ -d "$cache" ]; then [ -w "$cache" ]; else [ -w "$home" ]; fi
}

# image_in_use: takes the image that the file `current` names, if it is fresh.
image_in_use() {
    [ -r "$cache/current" ] || return 1
    {
        IFS= read -r image && IFS= read -r image_jdk
    } <"$cache/current" || return 1
    image=$cache/$image
    [ "$image_jdk" = "$JAVA_HOME $jdk_version" ] && [ -r "$image/classpath" ] || return 1
    IFS= read -r classpath <"$image/classpath"
    # The folder may have been moved since.
    [ -r "${classpath%%:*}" ] || return 1
    set -- "$home/pom.xml" "$home/tierwall" "$home/.mvn" "$home/cli/src/launcher"
    for source in "$home"/*/src/main "$home"/*/pom.xml; do
        case $source in
            "$home"/house/* | "$home"/bench/*) ;; # not part of the product
            *) [ -e "$source" ] && set -- "$@" "$source" ;;
        esac
    done
    # A folder is newer when a file in it was added, renamed or deleted. An error is news too: build again.
    [ -z "$(find "$@" -newer "$image/stamp" 2>&1)" ]
}

# java_flags COMMAND: sets flags, and training, which names the start-up cache and the commands that it is trained with,
# with the same flags. Java loads all of a cache at once, so that what only a lab needs has one of its own.
java_flags() {
    training=commands
    # A cache that does not fit is passed over in silence; Java's own log would go to standard output.
    flags="-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr"
    # Only few commands talk to the kernel, but a cache that was trained with this flag serves none without it.
    flags="$flags --enable-native-access=ALL-UNNAMED"
    case $1 in
        # Every node gives it memory: the heap stays near what is of use, and may grow for the largest clusters.
        agent)
            flags="$flags -Xms8m -Xmn6m -Xmx400m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:-ShrinkHeapInSteps"
            flags="$flags -XX:TieredStopAtLevel=1"
            ;;
        # Long-lived: the optimising compiler pays.
        lab) training=lab ;;
        *) flags="$flags -XX:TieredStopAtLevel=1" ;;
    esac
}

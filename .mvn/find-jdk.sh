# Finds a JDK that can build and run Tierwall. Sourced by mvnw and by the launcher; POSIX sh, no output.
#
#   find_jdk        sets JAVA_HOME to a JDK >= JDK_NEEDED and jdk_version to its version, or returns 1
#   explain_no_jdk  says on stderr what to install
#
# It is asked at every start of the launcher, so it reads the `release` file of each candidate with the
# shell's own `read` and starts no process, except `readlink` for the JDK on PATH.
#
# TIERWALL_JVM_DIRS: folders that hold JDKs, separated by colons, instead of the usual ones below.

JDK_NEEDED=25

# jdk_read DIR: sets jdk_feature (17, 25 …) and jdk_version (25.0.3+9-LTS) of the JDK in DIR, or fails.
jdk_read() {
    jdk_feature=
    jdk_version=
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r jdk_key jdk_value || [ -n "$jdk_key" ]; do
        jdk_value=${jdk_value#\"}
        jdk_value=${jdk_value%\"}
        case $jdk_key in
            JAVA_VERSION) jdk_feature=${jdk_value%%[!0-9]*} ;;
            JAVA_RUNTIME_VERSION) jdk_version=$jdk_value ;;
        esac
    done <"$1/release"
    [ -n "$jdk_feature" ]
}

# jdk_on_path: sets jdk_home to the folder of the `javac` on PATH, its links followed.
jdk_on_path() {
    jdk_home=$(command -v javac) || return 1
    jdk_home=$(readlink -f "$jdk_home" 2>/dev/null) || return 1
    jdk_home=${jdk_home%/bin/javac}
}

# jdk_take DIR TEST: accepts DIR if its feature release stands in relation TEST (-eq, -ge) to the one needed.
jdk_take() {
    jdk_read "$1" && [ "$jdk_feature" "$2" "$JDK_NEEDED" ] || return 1
    JAVA_HOME=$1
    export JAVA_HOME
}

# jdk_search TEST: looks through the folders where JDKs usually live.
jdk_search() {
    if [ -n "${TIERWALL_JVM_DIRS+set}" ]; then
        jdk_ifs=$IFS
        IFS=:
        for jdk_dir in $TIERWALL_JVM_DIRS; do
            IFS=$jdk_ifs
            for jdk_home in "$jdk_dir"/*; do
                jdk_take "$jdk_home" "$1" && return 0
            done
        done
        IFS=$jdk_ifs
        return 1
    fi
    for jdk_home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/openjdk-* /opt/* \
        /opt/java/* /opt/jdk/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        "${HOME:-/nonexistent}"/.asdf/installs/java/* "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        jdk_take "$jdk_home" "$1" && return 0
    done
    return 1
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && jdk_take "$JAVA_HOME" -ge; then
        return 0
    fi
    if jdk_on_path && jdk_take "$jdk_home" -ge; then
        return 0
    fi
    jdk_search -eq || jdk_search -ge
}

explain_no_jdk() {
    {
        echo "Tierwall needs a JDK $JDK_NEEDED or later (a full JDK, with javac), and none was found"
        echo "in JAVA_HOME, on PATH or in the usual folders. Install one:"
        echo "  Debian 13, Ubuntu 24.04 and later   apt-get install openjdk-$JDK_NEEDED-jdk-headless"
        echo "  Fedora                              dnf install java-$JDK_NEEDED-openjdk-devel"
        echo "  macOS                               brew install openjdk@$JDK_NEEDED"
        echo "  any system                          unpack an OpenJDK $JDK_NEEDED build (Eclipse Temurin, for instance)"
        echo "                                      and set JAVA_HOME to its folder"
    } >&2
}

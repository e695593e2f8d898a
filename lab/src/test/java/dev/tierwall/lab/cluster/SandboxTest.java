package dev.tierwall.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else's manifest might try, by a process that runs and by commands beside built-in ones. */
@Timeout(120)
class SandboxTest {

    private static final List<String> PODS = List.of("shop/process", "shop/builtin");

    @TempDir
    private static Path folder;

    private static TestLab lab;
    private static Path secret;

    @BeforeAll
    static void start() throws IOException {
        Path image = Files.createDirectories(folder.resolve("image/app")).getParent();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(image.resolve("app/hello"), "#!/bin/sh\necho hello from the image\nexec sleep 600\n");
        Files.setPosixFilePermissions(image.resolve("app/hello"), PosixFilePermissions.fromString("rwxr-xr-x"));
        secret = Files.writeString(
                Path.of("/tmp/tierwall-test-" + ProcessHandle.current().pid()), "secret");
        lab = new TestLab(Map.of("example.org/app", image));
        lab.pod(
                "shop",
                "process",
                "volumes: [{name: 'data', emptyDir: {}}], containers: [{name: 'main', image: 'busybox', command: ['sh',"
                        + " '-c', 'sleep 600'], volumeMounts: [{name: 'data', mountPath: '/data'}]}]");
        lab.pod("shop", "builtin", "containers: [{name: 'main', image: 'agnhost'}]");
    }

    @AfterAll
    static void close() throws IOException {
        lab.close();
        Files.delete(secret);
    }

    private static TestLab.Result sh(String pod, String line) throws Exception {
        return lab.run(pod, "sh", "-c", line);
    }

    @Test
    void seesNoProcessButItsOwn() throws Exception {
        long host = ProcessHandle.current().pid();
        for (String pod : PODS) {
            assertThat(sh(pod, "ls -d /proc/[0-9]* | wc -l").out().strip())
                    .as(pod)
                    .matches("[1-9]");
            assertThat(sh(pod, "cat /proc/*/cmdline").out()).doesNotContain("surefire");
            assertThat(sh(pod, "kill -9 " + host).code()).isNotZero();
        }
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void ownsNothingAndCanGainNothing() throws Exception {
        for (String pod : PODS) {
            String status = sh(pod, "cat /proc/self/status").out();
            assertThat(status).contains("NoNewPrivs:\t1");
            for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
                assertThat(status).contains(set + ":\t0000000000000000");
            }
            assertThat(sh(pod, "mount -t tmpfs none /mnt").code()).isNotZero();
            assertThat(sh(pod, "mount -o remount,rw /usr").code()).isNotZero();
            assertThat(sh(pod, "ip link add dummy0 type dummy || ip addr add 10.244.9.9/32 dev eth0")
                            .code())
                    .isNotZero();
            assertThat(sh(pod, "nft list ruleset").code()).isNotZero();
            assertThat(sh(pod, "echo other > /proc/sys/kernel/hostname").code()).isNotZero();
            assertThat(sh(pod, "echo 1 > /proc/sys/net/ipv4/ip_forward").code()).isNotZero();
            assertThat(sh(pod, "echo c > /proc/sysrq-trigger").code()).isNotZero();
            assertThat(sh(pod, "test -e /dev/sda || test -e /dev/vda || test -e /dev/mem || test -e /dev/kmsg")
                            .code())
                    .isNotZero();
        }
    }

    @Test
    void readsNothingOfOthers() throws Exception {
        Path endpoint = lab.folder.resolve("pods");
        assertThat(Files.exists(endpoint)).isTrue();
        for (String pod : PODS) {
            for (String file : List.of(
                    "/etc/shadow",
                    "/etc/gshadow",
                    "/.host/etc/shadow",
                    secret.toString(),
                    lab.folder.toString(),
                    "/root/.bashrc",
                    "/root/.ssh",
                    "/sys/kernel",
                    "/var/lib/dpkg",
                    "/run/lock",
                    "/work",
                    "/proc/kcore")) {
                assertThat(sh(pod, "cat " + file + "; ls -A " + file + "/").out())
                        .as(pod + " " + file)
                        .isEmpty();
            }
            assertThat(sh(pod, "ls /home /root /tmp /run").out()).doesNotContain("tierwall");
        }
    }

    @Test
    void writesNothingThatStays() throws Exception {
        for (String pod : PODS) {
            for (String there : List.of("/usr", "/bin", "/opt", "/.host/etc", "/proc", "/lib")) {
                assertThat(sh(pod, "touch " + there + "/tierwall-test").code())
                        .as(pod + " " + there)
                        .isNotZero();
            }
            for (String there : List.of("/tmp", "/root", "/home", "/run", "/var/tmp", "/")) {
                assertThat(sh(pod, "echo own > " + there + "/tierwall-test && cat " + there + "/tierwall-test")
                                .out())
                        .isEqualTo("own\n");
                assertThat(Files.exists(Path.of(there, "tierwall-test"))).isFalse();
            }
        }
        assertThat(sh("shop/process", "cat /tmp/tierwall-test").out()).isEqualTo("own\n");
        assertThat(sh("shop/process", "rm -r /data; ls -ld /data").out()).startsWith("d");
    }

    @Test
    void hasNamesOfItsOwn() throws Exception {
        assertThat(sh("shop/process", "hostname; cat /etc/hostname").out()).isEqualTo("process\nprocess\n");
        assertThat(sh("shop/process", "cat /etc/resolv.conf").out())
                .contains("nameserver 10.96.0.10", "search shop.svc.cluster.local svc.cluster.local cluster.local");
        String own = sh("shop/process", "readlink /proc/self/ns/net /proc/self/ns/ipc /proc/self/ns/uts")
                .out();
        for (String namespace : List.of("net", "ipc", "uts")) {
            assertThat(own)
                    .doesNotContain(Files.readSymbolicLink(Path.of("/proc/self/ns", namespace))
                            .toString());
        }
    }

    @Test
    void aLinkInAVolumeLeadsNowhere() throws Exception {
        lab.create("shop", "linker", "", """
                volumes: [{name: 'data', emptyDir: {}}],
                initContainers: [{name: 'link', image: 'busybox', command: ['ln', '-s', '/tmp', '/data/link'],
                  volumeMounts: [{name: 'data', mountPath: '/data'}]}],
                containers: [{name: 'main', image: 'busybox', command: ['sleep', '600'],
                  volumeMounts: [{name: 'data', mountPath: '/data', subPath: 'link'}]}]""");
        org.awaitility.Awaitility.await()
                .until(() -> lab.pod("shop", "linker")
                        .at("/status/containerStatuses")
                        .toString()
                        .contains("leads through a link"));
        lab.delete("shop", "linker", 0);
    }

    @Test
    void variablesOfAManifestReachNoProgramOutside() throws Exception {
        Path trace = lab.folder.resolve("trace");
        lab.pod(
                "shop",
                "preload",
                "containers: [{name: 'main', image: 'busybox', command: ['sh', '-c', 'echo $LD_DEBUG_OUTPUT; sleep 600'],"
                        + " env: [{name: 'LD_DEBUG', value: 'files'}, {name: 'LD_DEBUG_OUTPUT', value: '" + trace
                        + "'}]}]");
        assertThat(sh("shop/preload", "echo well").out()).endsWith("well\n").doesNotContain("bwrap", "libcap");
        try (var files = Files.list(lab.folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString).toList())
                    .noneMatch(name -> name.startsWith("trace"));
        }
    }

    @Test
    void anImageIsAFolderLaidOverTheMachine() throws Exception {
        lab.pod("shop", "app", "containers: [{name: 'main', image: 'example.org/app:1', command: ['/app/hello']}]");
        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(lab.log("shop/app", "main", false)).isEqualTo("hello from the image\n"));
        assertThat(sh("shop/app", "touch /app/x").code()).isNotZero();
    }
}

package dev.tierwall.deploy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A Java runtime of the JDK that runs now, cut to the modules that some jars use. */
final class JavaRuntime {

    /** Modules that no class may name and that are looked up all the same: host names, and what a virtual machine tells. */
    private static final Set<String> BY_SERVICE = Set.of("java.base", "java.naming", "java.management");

    private JavaRuntime() {}

    /** Puts the runtime into a folder that is not there yet. */
    static void link(List<Path> jars, Path folder) throws IOException {
        Set<String> modules = new TreeSet<>(BY_SERVICE);
        List<String> question = new ArrayList<>(List.of(
                "--print-module-deps",
                "--ignore-missing-deps",
                "--multi-release",
                "" + Runtime.version().feature()));
        jars.forEach(jar -> question.add(jar.toString()));
        modules.addAll(List.of(run("jdeps", question).strip().split(",")));
        run(
                "jlink",
                List.of(
                        "--add-modules",
                        String.join(",", modules),
                        "--output",
                        folder.toString(),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--vm",
                        "server"));
        keepOnlyJava(folder);
    }

    /** Takes away the programs that nobody starts in a container. */
    private static void keepOnlyJava(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("lib/jexec"));
        try (Stream<Path> programs = Files.list(folder.resolve("bin"))) {
            for (Path program : programs.toList()) {
                if (!program.endsWith("java")) {
                    Files.delete(program);
                }
            }
        }
    }

    private static String run(String tool, List<String> arguments) throws IOException {
        ToolProvider provider = ToolProvider.findFirst(tool)
                .orElseThrow(() -> new IOException("this Java has no " + tool + "; run with a full JDK"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = provider.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IOException(tool + " ended with " + code + ": " + out + err);
        }
        return out.toString();
    }
}

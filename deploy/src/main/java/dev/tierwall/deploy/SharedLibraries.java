package dev.tierwall.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The libraries of the C system that programs need, found as the dynamic linker finds them: by the names that a program
 * asks for, and those that these libraries ask for in turn. An image without a distribution takes these along.
 */
final class SharedLibraries {

    private final List<Path> folders;

    SharedLibraries(List<Path> folders) {
        this.folders = folders.stream().filter(Files::isDirectory).toList();
    }

    /** Those in the usual folders of a distribution for this machine. */
    static SharedLibraries ofThisMachine() {
        String triplet = System.getProperty("os.arch").equals("aarch64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
        return new SharedLibraries(Stream.of("/lib/" + triplet, "/usr/lib/" + triplet, "/lib64", "/usr/lib64", "/lib")
                .map(Path::of)
                .toList());
    }

    /**
     * What the programs and libraries below a folder need from outside of it: from where it would be looked for, to the
     * file that is there now. The linker is among them.
     *
     * @throws IOException also if something that is needed is nowhere
     */
    Map<Path, Path> neededBelow(Path folder) throws IOException {
        List<Path> programs;
        try (Stream<Path> files = Files.walk(folder)) {
            programs = files.filter(Files::isRegularFile).filter(ElfFile::isElf).toList();
        }
        TreeSet<String> own = new TreeSet<>();
        programs.forEach(program -> own.add(program.getFileName().toString()));
        Map<Path, Path> found = new TreeMap<>();
        // Programs come first: they, and not libraries, say where the linker is.
        Deque<Path> unread = new ArrayDeque<>(programs.stream()
                .sorted(Comparator.comparing(program -> program.toString().contains(".so")))
                .toList());
        while (!unread.isEmpty()) {
            ElfFile program = ElfFile.read(unread.remove());
            program.linker().ifPresent(linker -> {
                // Libraries name it as if it were one of them.
                own.add(linker.getFileName().toString());
                found.put(linker, linker);
            });
            for (String name : program.needed()) {
                if (own.add(name)) {
                    Path library = find(name)
                            .orElseThrow(() -> new IOException(
                                    program.path() + " needs " + name + ", which is in none of " + folders));
                    found.put(library, library);
                    unread.add(library);
                }
            }
        }
        return found;
    }

    private Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}

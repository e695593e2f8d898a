package dev.tierwall.kube.manifest;

import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.model.Location;
import dev.tierwall.kube.tree.Block;
import dev.tierwall.kube.tree.Blocks;
import dev.tierwall.kube.tree.Documents;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.wire.ObjectReader;
import dev.tierwall.kube.wire.Workloads;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads manifests from files, folders and standard input. Everything that can be read is, whatever is wrong with the
 * rest; the result depends on the sources alone, however many threads read them.
 */
public final class Manifests {

    /** Files up to this size are read by the thread that parses them, several in one piece of work. */
    private static final int SMALL = 128 << 10;

    private static final int FILES_TOGETHER = 64;
    private static final int BYTES_TOGETHER = 512 << 10;

    private final String defaultNamespace;
    private final InputStream stdin;
    private final Crew crew = new Crew();

    private Manifests(String defaultNamespace, InputStream stdin) {
        this.defaultNamespace = defaultNamespace;
        this.stdin = stdin;
    }

    /**
     * Reads all sources.
     *
     * @param names files, folders, and {@code -} for standard input
     * @param defaultNamespace the namespace of objects that name none
     * @param stdin standard input
     */
    public static Reading read(List<String> names, String defaultNamespace, InputStream stdin) {
        Sources sources = new Sources();
        names.forEach(sources::add);
        Manifests manifests = new Manifests(defaultNamespace, stdin);
        return manifests.read(names, sources);
    }

    private Reading read(List<String> names, Sources sources) {
        List<Finding> findings = new ArrayList<>(sources.findings());
        try {
            readAll(sources.found());
            List<ClusterObject> objects = new ArrayList<>();
            int count = 0;
            FileNotes notes = new FileNotes();
            for (Part part : crew.parts()) {
                objects.addAll(part.objects());
                for (Part.OfFile file : part.files()) {
                    count += file.objects();
                    notes.add(file);
                }
            }
            findings.addAll(notes.findings());
            findings.addAll(Duplicates.in(objects));
            if (count == 0 && findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR)) {
                findings.add(new Finding(
                        Severity.ERROR,
                        new Location(String.join(", ", names), 0, 0),
                        "there is no Kubernetes object in it",
                        "give manifests; in folders, files that end in .yaml, .yml or .json are read"));
            }
            return new Reading(Workloads.settled(objects), findings);
        } finally {
            crew.dismiss();
        }
    }

    private void readAll(List<Source> sources) {
        List<Source> together = new ArrayList<>();
        long bytes = 0;
        for (Source source : sources) {
            if (source.size() < 0 || source.size() > SMALL) {
                submit(together);
                together = new ArrayList<>();
                bytes = 0;
                large(source);
                continue;
            }
            together.add(source);
            bytes += source.size();
            if (together.size() == FILES_TOGETHER || bytes > BYTES_TOGETHER) {
                submit(together);
                together = new ArrayList<>();
                bytes = 0;
            }
        }
        submit(together);
    }

    private void submit(List<Source> together) {
        if (!together.isEmpty()) {
            crew.submit(() -> {
                Part part = Part.empty();
                for (Source source : together) {
                    small(source, part);
                }
                return part;
            });
        }
    }

    private void small(Source source, Part part) {
        Problems problems = new Problems(source.name());
        ObjectReader objects = new ObjectReader(problems, defaultNamespace, part.objects()::add);
        try (InputStream in = source.open(stdin)) {
            Blocks blocks = new Blocks(in, source.size());
            if (isText(blocks.open(), problems)) {
                Documents documents = new Documents(objects, problems);
                for (Block block = blocks.next(); block != null; block = blocks.next()) {
                    documents.read(block);
                }
            }
        } catch (IOException failure) {
            part.files().add(new Part.OfFile(source.name(), 0, List.of(unreadable(source, failure))));
        }
        part.files().add(new Part.OfFile(source.name(), objects.objects(), problems.findings()));
    }

    /** Reads a large file here, and has its blocks parsed by the crew as they come. */
    private void large(Source source) {
        Problems problems = new Problems(source.name());
        try (InputStream in = source.open(stdin)) {
            Blocks blocks = new Blocks(in, source.size());
            if (isText(blocks.open(), problems)) {
                for (Block block = blocks.next(); block != null; block = blocks.next()) {
                    Block taken = block;
                    crew.submit(() -> block(source, taken));
                }
            }
        } catch (IOException failure) {
            Part part = Part.empty();
            part.files().add(new Part.OfFile(source.name(), 0, List.of(unreadable(source, failure))));
            crew.submit(() -> part);
        }
        Part part = Part.empty();
        part.files().add(new Part.OfFile(source.name(), 0, problems.findings()));
        crew.submit(() -> part);
    }

    private Part block(Source source, Block block) {
        Part part = Part.empty();
        Problems problems = new Problems(source.name());
        ObjectReader objects = new ObjectReader(problems, defaultNamespace, part.objects()::add);
        new Documents(objects, problems).read(block);
        part.files().add(new Part.OfFile(source.name(), objects.objects(), problems.findings()));
        return part;
    }

    private static Finding unreadable(Source source, IOException failure) {
        if (failure instanceof Blocks.TooLargeException) {
            return new Finding(
                    Severity.ERROR,
                    new Location(source.name(), 0, 0),
                    "the rest is not read: " + failure.getMessage(),
                    "split it with `---` between objects; no API server takes an object of this size");
        }
        return Sources.unreadable(source.name(), failure);
    }

    private static boolean isText(Blocks.Content content, Problems problems) {
        switch (content) {
            case TEXT -> {
                return true;
            }
            case EMPTY -> problems.note(problems.at(0, 0), "not read: it is empty", "");
            case BINARY ->
                problems.error(
                        problems.at(0, 0),
                        "this is binary data, not YAML or JSON",
                        "if it is compressed or encrypted, undo that first");
            case WIDE_WITHOUT_MARK ->
                problems.error(
                        problems.at(0, 0),
                        "this is UTF-16 or UTF-32 without a byte-order mark, which kubectl cannot read either",
                        "save the file as UTF-8");
        }
        return false;
    }
}

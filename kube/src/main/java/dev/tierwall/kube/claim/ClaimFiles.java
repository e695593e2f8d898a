package dev.tierwall.kube.claim;

import dev.tierwall.core.claim.Claim;
import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.model.Location;
import dev.tierwall.kube.manifest.Source;
import dev.tierwall.kube.manifest.Sources;
import dev.tierwall.kube.tree.Block;
import dev.tierwall.kube.tree.Blocks;
import dev.tierwall.kube.tree.Documents;
import dev.tierwall.kube.tree.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads files of claims; all that can be read is, whatever is wrong with the rest. */
public final class ClaimFiles {

    /**
     * What was read.
     *
     * @param claims the claims, in the order of the files
     * @param findings what is wrong with the files
     */
    public record Reading(List<Claim> claims, List<Finding> findings) {
        public Reading {
            claims = List.copyOf(claims);
            findings = List.copyOf(findings);
        }
    }

    private ClaimFiles() {}

    /**
     * Reads all of them.
     *
     * @param names files, folders, and {@code -} for standard input
     * @param stdin standard input
     */
    public static Reading read(List<String> names, InputStream stdin) {
        Sources sources = new Sources();
        names.forEach(sources::add);
        List<Claim> claims = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(sources.findings());
        for (Source source : sources.found()) {
            Problems problems = new Problems(source.name());
            ClaimReader reader = new ClaimReader(problems, claims);
            try (InputStream in = source.open(stdin)) {
                Blocks blocks = new Blocks(in, source.size());
                if (blocks.open() == Blocks.Content.TEXT) {
                    Documents documents = new Documents(reader, problems);
                    for (Block block = blocks.next(); block != null; block = blocks.next()) {
                        documents.read(block);
                    }
                }
            } catch (IOException failure) {
                findings.add(Sources.unreadable(source.name(), failure));
            }
            findings.addAll(problems.findings());
            if (reader.documents() == 0 && problems.errors() == 0) {
                findings.add(new Finding(
                        Severity.ERROR,
                        new Location(source.name(), 0, 0),
                        "there is no PolicyTest in it",
                        "begin with `apiVersion: tierwall.dev/v1` and `kind: PolicyTest`"));
            }
        }
        return new Reading(claims, findings);
    }
}

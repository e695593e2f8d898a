package dev.tierwall.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the manifests of a generated cluster: {@code Generate FOLDER WORKLOADS POLICIES [PODS-EACH [SEED]]}. */
public final class Generate {

    /** The seed of every published measurement. */
    static final long SEED = 20_260_101;

    private Generate() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 3) {
            System.err.println("usage: Generate FOLDER WORKLOADS POLICIES [PODS-EACH [SEED]]");
            System.exit(2);
        }
        int podsEach = args.length > 3 ? Integer.parseInt(args[3]) : 0;
        long seed = args.length > 4 ? Long.parseLong(args[4]) : SEED;
        ClusterSize size = new ClusterSize(Integer.parseInt(args[1]), Integer.parseInt(args[2]), podsEach);
        Manifests.write(new ClusterGenerator(size, seed).objects(), Path.of(args[0]));
    }
}

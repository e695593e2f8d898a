package dev.tierwall.kube.tree;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tierwall.core.model.ClusterObject;
import dev.tierwall.kube.wire.ObjectReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that a fuzzer makes, led by the paths that they take through the readers. Runs for some seconds in every build;
 * {@code ./mvnw -pl kube -am test -Pfuzz -Dtest=ReaderFuzz -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.duration=2h}
 * runs it alone for two hours.
 */
class ReaderFuzz {

    @FuzzTest
    void anyBytes(byte[] bytes) {
        ReaderLaws.readsAnything(bytes);
        ReaderLaws.quickIsFull(bytes);
        Problems problems = new Problems("f");
        List<ClusterObject> objects = new ArrayList<>();
        ObjectReader reader = new ObjectReader(problems, "default", objects::add);
        new Documents(reader, problems).read(new Block(bytes, 0, bytes.length, 1));
        try {
            JsonReader.read(new ByteArrayInputStream(bytes), reader, problems);
        } catch (IOException noJson) {
            // most bytes are none
        }
        if (objects.size() > bytes.length) {
            throw new AssertionError("more objects than bytes");
        }
    }
}

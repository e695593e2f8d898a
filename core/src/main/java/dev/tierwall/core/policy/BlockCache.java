package dev.tierwall.core.policy;

import dev.tierwall.core.collect.Bits;
import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.Pod.ContainerPort;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.net.Protocol;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was folded so far, by class for speed and by subject for sharing. It outlives a step between snapshots that
 * leaves classes, groups and policies as they were.
 */
final class BlockCache {

    /** Classes with the same policies and, where these matter, the same named ports share their blocks. */
    record Subject(SubjectClass rules, IpFamily family, List<ContainerPort> ports) {}

    record Port(String name, Protocol protocol) {}

    private final Map<Subject, List<Block>> bySubject = new ConcurrentHashMap<>();
    private final Map<Port, Map<Integer, Bits>> byPort = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable List<Block>> byClass;

    BlockCache(int classes) {
        this.byClass = new AtomicReferenceArray<>(classes * 4);
    }

    private static int slot(int endpointClass, Direction direction, IpFamily family) {
        return endpointClass * 4 + (direction == Direction.INGRESS ? 0 : 2) + (family == IpFamily.IPV4 ? 0 : 1);
    }

    @Nullable
    List<Block> get(int endpointClass, Direction direction, IpFamily family) {
        return byClass.get(slot(endpointClass, direction, family));
    }

    void put(int endpointClass, Direction direction, IpFamily family, List<Block> blocks) {
        byClass.set(slot(endpointClass, direction, family), blocks);
    }

    /** Folding may be done twice by readers who ask at once; both come to the same. */
    List<Block> shared(Subject subject, Supplier<List<Block>> fold) {
        List<Block> known = bySubject.get(subject);
        if (known == null) {
            known = fold.get();
            bySubject.put(subject, known);
        }
        return known;
    }

    Map<Integer, Bits> byPort(Port port, Supplier<Map<Integer, Bits>> find) {
        Map<Integer, Bits> known = byPort.get(port);
        if (known == null) {
            known = find.get();
            byPort.put(port, known);
        }
        return known;
    }
}

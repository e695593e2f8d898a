package dev.tierwall.linux.nft;

import dev.tierwall.core.nft.ElementKey;
import dev.tierwall.core.nft.NftDelta;
import dev.tierwall.core.nft.NftProgram;
import dev.tierwall.core.nft.NftSet;
import dev.tierwall.core.nft.NftSkeleton;
import dev.tierwall.linux.netlink.NetlinkSocket;
import dev.tierwall.linux.nft.skeleton.Skeleton;
import dev.tierwall.linux.nft.skeleton.ToldTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table in the network namespace of the thread that opened this. Needs CAP_NET_ADMIN there, and nothing else, no
 * program either. Whatever the kernel refuses is named in the exception, and the table stays as it was. For one thread at
 * a time.
 */
public final class KernelTable implements AutoCloseable {

    private static final int NEW_TABLE = 0;
    private static final int DELETE_TABLE = 2;
    private static final int CREATE = 0x400;

    private final NetlinkSocket socket;
    private final TableReader reader;
    private final InFlight inFlight = new InFlight();

    private KernelTable(NetlinkSocket socket) {
        this.socket = socket;
        this.reader = new TableReader(socket);
    }

    /** Opens a way to the table, whether it is there or not. */
    public static KernelTable open() throws IOException {
        return new KernelTable(NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }

    /**
     * Makes the table be that of a program, whatever was there, in one transaction. Only where there is no table yet, and
     * the system allows no transaction of that size, it is filled in several before packets meet it.
     */
    public void load(NftProgram program) throws IOException {
        boolean isPresent = isPresent();
        Batch whole = new Batch();
        if (isPresent) {
            replace(whole);
        }
        Skeleton skeleton = Skeleton.of(program.generation());
        skeleton.build(whole);
        for (NftSet set : NftSet.values()) {
            ElementWriter.add(whole, set, program.elements(set));
        }
        skeleton.hook(whole);
        if (isPresent || socket.hasRoomFor(whole.bytes())) {
            commit(whole);
        } else {
            fill(program);
        }
    }

    /** A table that is created if need be can be deleted without knowing whether it was there. */
    private static void replace(Batch batch) {
        batch.add("find the table", NEW_TABLE, CREATE, message -> message.putInt(2, 0));
        batch.add("delete the table", DELETE_TABLE, 0, message -> {});
    }

    /** Makes a table in several transactions; the last one lets packets come in. */
    private void fill(NftProgram program) throws IOException {
        Skeleton skeleton = Skeleton.of(program.generation());
        Batch first = new Batch();
        skeleton.build(first);
        first.commit(socket);
        for (NftSet set : NftSet.values()) {
            Batch all = new Batch();
            ElementWriter.add(all, set, program.elements(set));
            for (Batch one : all.each()) {
                one.commit(socket);
            }
        }
        Batch last = new Batch();
        skeleton.hook(last);
        commit(last);
    }

    private void commit(Batch batch) throws IOException {
        inFlight.await();
        batch.commit(socket);
        inFlight.begin();
    }

    /**
     * Applies a delta in one transaction; nothing if it is empty. Waits first, some milliseconds at most, for packets that
     * met the transaction before.
     */
    public void apply(NftDelta delta) throws IOException {
        if (delta.isEmpty()) {
            return;
        }
        Batch batch = new Batch();
        for (NftSet set : NftSet.values()) {
            ElementWriter.delete(batch, set, delta.removed(set));
        }
        for (NftSet set : NftSet.values()) {
            ElementWriter.add(batch, set, delta.added(set));
        }
        ElementWriter.nameGeneration(batch, delta.to());
        commit(batch);
    }

    /**
     * Makes the table be that of a program again, in one transaction, if anybody has changed anything in it: rules, chains,
     * sets or elements.
     *
     * @return what was not as it should have been; empty if all was
     */
    public List<String> repair(NftProgram program) throws IOException {
        if (!isPresent()) {
            load(program);
            return List.of("the table is gone");
        }
        List<String> differences = Skeleton.of(program.generation()).differences(told());
        if (differences.isEmpty()) {
            return repairElements(program);
        }
        load(program);
        return differences;
    }

    /** What of the table is not that of a program; empty if all is. Changes nothing. */
    public List<String> differences(NftProgram program) throws IOException {
        if (!isPresent()) {
            return List.of("the table is gone");
        }
        List<String> differences =
                new ArrayList<>(Skeleton.of(program.generation()).differences(told()));
        if (differences.isEmpty()) {
            for (NftSet set : NftSet.values()) {
                compare(set, program).ifPresent(change -> differences.add(change.text()));
            }
        }
        return differences;
    }

    private ToldTable told() throws IOException {
        return ToldTable.read(reader, NftSkeleton.TABLE);
    }

    /** Elements that are there and should not be, and others that should be. */
    private record Change(NftSet set, Map<ElementKey, Integer> extra, Map<ElementKey, Integer> missing) {
        String text() {
            return "%s: %d elements too many, %d missing".formatted(set.label(), extra.size(), missing.size());
        }
    }

    private Optional<Change> compare(NftSet set, NftProgram program) throws IOException {
        Map<ElementKey, Integer> wanted = program.elements(set);
        Map<ElementKey, Integer> there = reader.elements(set);
        Map<ElementKey, Integer> extra = new HashMap<>(there);
        extra.entrySet().removeAll(wanted.entrySet());
        Map<ElementKey, Integer> missing = new HashMap<>(wanted);
        missing.entrySet().removeAll(there.entrySet());
        return extra.isEmpty() && missing.isEmpty() ? Optional.empty() : Optional.of(new Change(set, extra, missing));
    }

    private List<String> repairElements(NftProgram program) throws IOException {
        List<Change> changes = new ArrayList<>();
        for (NftSet set : NftSet.values()) {
            compare(set, program).ifPresent(changes::add);
        }
        Batch batch = new Batch();
        changes.forEach(change -> ElementWriter.delete(batch, change.set, change.extra));
        changes.forEach(change -> ElementWriter.add(batch, change.set, change.missing));
        if (!batch.isEmpty()) {
            commit(batch);
        }
        return changes.stream().map(Change::text).toList();
    }

    /** Whether there is a table of this name. */
    public boolean isPresent() throws IOException {
        return reader.isPresent();
    }

    /** The elements that the kernel holds now. */
    public Map<NftSet, Map<ElementKey, Integer>> read() throws IOException {
        Map<NftSet, Map<ElementKey, Integer>> all = new EnumMap<>(NftSet.class);
        for (NftSet set : NftSet.values()) {
            all.put(set, reader.elements(set));
        }
        return all;
    }

    /** Counts the transactions of all tables of the namespace; the same number means that nothing changed. */
    public int generation() throws IOException {
        return reader.generation();
    }

    /** Takes the table away with all that is in it. */
    public void remove() throws IOException {
        if (isPresent()) {
            Batch batch = new Batch();
            batch.add("delete the table", DELETE_TABLE, 0, message -> {});
            batch.commit(socket);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

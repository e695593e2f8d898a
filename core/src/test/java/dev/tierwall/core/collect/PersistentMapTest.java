package dev.tierwall.core.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwall.core.random.Trials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersistentMapTest {

    /** A key whose hash is chosen: few hashes for many keys, so that whole hashes and parts of them collide. */
    private record Key(int id, int hash) {
        static Key of(int id, int hashes) {
            int kind = id % hashes;
            return new Key(id, kind % 3 == 0 ? kind << 27 : kind);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private static void same(PersistentMap<Key, Integer> map, Map<Key, Integer> naive) {
        assertThat(map.size()).isEqualTo(naive.size());
        assertThat(map.isEmpty()).isEqualTo(naive.isEmpty());
        Map<Key, Integer> listed = new HashMap<>();
        for (PersistentMap.Entry<Key, Integer> entry : map) {
            assertThat(listed.put(entry.key(), entry.value())).isNull();
        }
        assertThat(listed).isEqualTo(naive);
        List<Integer> values = new ArrayList<>();
        map.values().forEach(values::add);
        assertThat(values).containsExactlyInAnyOrderElementsOf(naive.values());
        naive.forEach((key, value) -> {
            assertThat(map.get(key)).contains(value);
            assertThat(map.has(key)).isTrue();
        });
    }

    private static void play(Random random, int keys, int hashes) {
        PersistentMap<Key, Integer> map = PersistentMap.empty();
        Map<Key, Integer> naive = new HashMap<>();
        PersistentMap<Key, Integer> earlier = map;
        Map<Key, Integer> naiveEarlier = Map.of();
        int removing = 1 + random.nextInt(4);
        for (int i = 0; i < 60; i++) {
            Key key = Key.of(random.nextInt(keys), hashes);
            if (random.nextInt(5) < removing) {
                map = map.without(key);
                naive.remove(key);
            } else {
                map = map.with(key, i);
                naive.put(key, i);
            }
            assertThat(map.get(key)).isEqualTo(Optional.ofNullable(naive.get(key)));
            assertThat(map.getOrDefault(key, -1)).isEqualTo(naive.getOrDefault(key, -1));
            if (random.nextInt(20) == 0) {
                earlier = map;
                naiveEarlier = Map.copyOf(naive);
            }
        }
        same(map, naive);
        same(earlier, naiveEarlier);
        for (Key key : List.copyOf(naive.keySet())) {
            map = map.without(key);
            naive.remove(key);
            same(map, naive);
        }
        assertThat(map).isEqualTo(PersistentMap.empty());
    }

    @Test
    void actsAsAHashMapAndOldVersionsStayAsTheyWere() {
        Trials.run(500, random -> play(random, 40, 40));
    }

    @Test
    void keepsKeysApartThatShareTheirWholeHash() {
        Trials.run(500, random -> play(random, 12, 3));
        Trials.run(100, random -> play(random, 12, 1));
    }

    @Test
    void equalMapsAreEqualWhateverTheirHistory() {
        Trials.run(500, random -> {
            int hashes = 1 + random.nextInt(20);
            PersistentMap<Key, Integer> one = PersistentMap.empty();
            List<Key> keys = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                keys.add(Key.of(i, hashes));
                one = one.with(keys.get(i), i);
            }
            PersistentMap<Key, Integer> other = PersistentMap.empty();
            for (int i = 30; i >= 0; i--) {
                other = other.with(Key.of(i, hashes), i);
            }
            for (int i = 20; i <= 30; i++) {
                other = other.without(Key.of(i, hashes));
            }
            assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
            Key some = keys.get(random.nextInt(20));
            assertThat(other.with(some, -1)).isNotEqualTo(one);
            assertThat(other.without(some)).isNotEqualTo(one);
            assertThat(other.without(some).with(Key.of(31, hashes), 0)).isNotEqualTo(one);
        });
    }

    @Test
    void isTheVeryMapWhereNothingChanges() {
        String value = "one";
        PersistentMap<Integer, String> map =
                PersistentMap.<Integer, String>empty().with(1, value);
        assertThat(map.with(1, value)).isSameAs(map);
        assertThat(map.without(2)).isSameAs(map);
        assertThat(map.without(1)).isSameAs(PersistentMap.empty());
    }

    @Test
    void holdsManyKeys() {
        PersistentMap<Integer, Integer> map = PersistentMap.empty();
        for (int i = 0; i < 50_000; i++) {
            map = map.with(i * 31, i);
        }
        assertThat(map.size()).isEqualTo(50_000);
        int sum = 0;
        for (int value : map.values()) {
            sum += value;
        }
        assertThat(sum).isEqualTo(50_000 / 2 * (50_000 - 1));
        for (int i = 0; i < 50_000; i += 2) {
            map = map.without(i * 31);
        }
        assertThat(map.size()).isEqualTo(25_000);
        assertThat(map.has(31)).isTrue();
        assertThat(map.has(62)).isFalse();
    }

    @Test
    void iterationEnds() {
        Iterator<PersistentMap.Entry<Integer, Integer>> entries =
                PersistentMap.<Integer, Integer>empty().with(1, 1).iterator();
        assertThat(entries.next().key()).isEqualTo(1);
        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }

    /** Keys of few hashes, so that branches of every kind occur. */
    private record Lumpy(int number) {
        @Override
        public int hashCode() {
            return number % 7 == 0 ? 4711 : number * 31;
        }
    }

    @Test
    void differencesAreThoseOfTheMaps() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            Map<Lumpy, Integer> before = new HashMap<>();
            for (int i = random.nextInt(80); i > 0; i--) {
                before.put(new Lumpy(random.nextInt(120)), random.nextInt(3));
            }
            PersistentMap<Lumpy, Integer> start = PersistentMap.of(before);
            assertThat(start.toMap()).isEqualTo(before);
            Map<Lumpy, Integer> after = new HashMap<>(before);
            PersistentMap<Lumpy, Integer> end = start;
            for (int i = random.nextInt(30); i > 0; i--) {
                Lumpy key = new Lumpy(random.nextInt(120));
                int value = random.nextInt(3);
                boolean goes = random.nextInt(3) == 0;
                end = goes ? end.without(key) : end.with(key, value);
                if (goes) {
                    after.remove(key);
                } else {
                    after.put(key, value);
                }
            }
            assertThat(end).isEqualTo(PersistentMap.of(after));
            assertThat(end.sameAs(after)).isTrue();
            Map<Lumpy, Integer> replayed = new HashMap<>(before);
            start.compare(end, (key, old, now) -> {
                assertThat(old).isEqualTo(Optional.ofNullable(before.get(key)));
                assertThat(old).isNotEqualTo(now);
                now.ifPresentOrElse(value -> replayed.put(key, value), () -> replayed.remove(key));
            });
            assertThat(replayed).isEqualTo(after);
        }
    }
}

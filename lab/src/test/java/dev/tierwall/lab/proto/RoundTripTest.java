package dev.tierwall.lab.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.lab.RandomTrees;
import dev.tierwall.lab.decode.Conform;
import dev.tierwall.lab.decode.Parsed;
import dev.tierwall.lab.schema.BuiltIns;
import dev.tierwall.lab.schema.GroupVersionKind;
import dev.tierwall.lab.schema.Struct;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects of every kind, made at random, come back from protobuf as they went. */
class RoundTripTest {

    private static final int ROUNDS = 30;

    static Stream<GroupVersionKind> kinds() {
        return BuiltIns.table().kinds().keySet().stream().filter(Protobuf::knows);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatGoesThroughProtobufIsTheSameAfterwards(GroupVersionKind kind) throws Exception {
        Struct type = BuiltIns.table().kind(kind).orElseThrow();
        for (int seed = 0; seed < ROUNDS; seed++) {
            ObjectNode object = new RandomTrees(seed).object(kind, type);
            Parsed usual = Conform.to(type, object);
            assertThat(usual.complaints()).isEmpty();
            ObjectNode back = Protobuf.decode(Protobuf.encode(usual.object()));
            assertThat(Conform.to(type, back).object()).as("seed " + seed).isEqualTo(usual.object());
            assertThat(Conform.to(type, usual.object()).object())
                    .as("seed " + seed)
                    .isEqualTo(usual.object());
        }
    }

    @Test
    void damagedBytesAreRefusedAndNothingElseHappens() {
        GroupVersionKind kind = GroupVersionKind.of("v1", "Pod");
        Random random = new Random(1);
        int refused = 0;
        for (int seed = 0; seed < 500; seed++) {
            ObjectNode pod = new RandomTrees(seed)
                    .object(kind, BuiltIns.table().kind(kind).orElseThrow());
            byte[] bytes = Protobuf.encode(pod);
            byte[] damaged = Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 2));
            damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            try {
                Protobuf.decode(damaged);
            } catch (MalformedProtobufException e) {
                refused++;
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(refused).isGreaterThan(300);
        assertThatThrownBy(() -> Protobuf.decode(new byte[] {1, 2, 3})).isInstanceOf(MalformedProtobufException.class);
    }
}

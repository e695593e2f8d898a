package dev.tierwall.linux.packets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.core.model.Direction;
import dev.tierwall.core.model.NetworkPolicy;
import dev.tierwall.linux.conntrack.Connection;
import dev.tierwall.linux.libc.Descriptors;
import dev.tierwall.linux.libc.Errno;
import dev.tierwall.linux.libc.Sockets;
import dev.tierwall.linux.libc.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SCTP, packet by packet, because not every kernel has sockets for it. The rules know it all the same. */
@Timeout(60)
class SctpTest {

    private static final int AF_INET = 2;
    private static final int SCTP = 132;
    private static final int DATA = 0;
    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int HEARTBEAT = 4;
    private static final int COOKIE_ECHO = 10;
    private static final int COOKIE_ACK = 11;

    private static final int QUIET_MILLIS = 150;

    private static final NetworkPolicy ONLY_2_TO_1 = Scene.isolate(1, Direction.INGRESS, 2);
    private static final NetworkPolicy ONLY_3_TO_1 = Scene.isolate(1, Direction.INGRESS, 3);

    private Scene scene;
    private End server;

    /** A pod that speaks SCTP. */
    private final class End implements AutoCloseable {
        final Party pod;
        final int port;
        final int tag;
        private final Frames frames;
        private final int socket;

        End(int number, int port) throws IOException {
            pod = scene.pod(number);
            this.port = port;
            tag = 1000 + number;
            frames = new Frames(pod);
            socket = pod.namespace().call(() -> Sockets.open(AF_INET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, SCTP));
            Sockets.receiveTimeout(socket, QUIET_MILLIS);
        }

        /** Whether a chunk gets to the other end. */
        boolean says(End other, int chunk) throws IOException {
            frames.send(Frames.ipv4(
                    pod.addresses().getFirst(), other.pod.addresses().getFirst(), SCTP, packet(other, chunk)));
            while (true) {
                try {
                    byte[] heard = Sockets.receive(other.socket, 2000);
                    if (heard[20 + 12] == chunk) {
                        return true;
                    }
                } catch (SystemCallException nothing) {
                    assertThat(nothing.errno()).isEqualTo(Errno.EAGAIN);
                    return false;
                }
            }
        }

        private byte[] packet(End other, int chunk) {
            byte[] content = content(chunk);
            ByteBuffer packet = ByteBuffer.allocate(16 + (content.length + 3 & ~3))
                    .putShort((short) port)
                    .putShort((short) other.port)
                    .putInt(chunk == INIT ? 0 : other.tag)
                    .putInt(0)
                    .put((byte) chunk)
                    .put((byte) (chunk == DATA ? 3 : 0))
                    .putShort((short) (4 + content.length))
                    .put(content);
            CRC32C sum = new CRC32C();
            sum.update(packet.array());
            packet.order(ByteOrder.LITTLE_ENDIAN).putInt(8, (int) sum.getValue());
            return packet.array();
        }

        private byte[] content(int chunk) {
            return switch (chunk) {
                case INIT, INIT_ACK ->
                    ByteBuffer.allocate(16)
                            .putInt(tag)
                            .putInt(65_535)
                            .putShort((short) 1)
                            .putShort((short) 1)
                            .putInt(1)
                            .array();
                case HEARTBEAT -> new byte[] {0, 1, 0, 8, 1, 2, 3, 4};
                case COOKIE_ECHO -> new byte[8];
                case COOKIE_ACK -> new byte[0];
                default -> new byte[16];
            };
        }

        @Override
        public void close() throws IOException {
            frames.close();
            Descriptors.close(socket);
        }
    }

    @BeforeEach
    void open() throws IOException {
        scene = new Scene();
        scene.enforce(ONLY_2_TO_1);
        server = new End(1, 3868);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        scene.close();
    }

    private boolean associate(End client) throws IOException {
        return client.says(server, INIT)
                && server.says(client, INIT_ACK)
                && client.says(server, COOKIE_ECHO)
                && server.says(client, COOKIE_ACK)
                && client.says(server, DATA)
                && server.says(client, DATA);
    }

    @Test
    void onlyWhoMayBeginsAnAssociation() throws IOException {
        try (End allowed = new End(2, 40_000);
                End denied = new End(0, 40_000);
                End remote = new End(5, 40_000)) {
            assertThat(associate(allowed)).isTrue();
            assertThat(denied.says(server, INIT)).isFalse();
            assertThat(denied.says(server, DATA)).isFalse();
            assertThat(denied.says(server, HEARTBEAT)).isFalse();
            assertThat(remote.says(server, INIT)).isFalse();
        }
    }

    @Test
    void anAssociationThatIsDeniedEndsWhoeverTalks() throws IOException {
        try (End client = new End(2, 40_000);
                End other = new End(3, 40_001)) {
            assertThat(associate(client)).isTrue();
            assertThat(scene.enforce(ONLY_3_TO_1))
                    .extracting(Connection::protocol)
                    .containsExactly(SCTP);
            assertThat(associate(other)).isTrue();
            for (int i = 0; i < 3; i++) {
                assertThat(server.says(client, HEARTBEAT)).isFalse();
                assertThat(server.says(client, DATA)).isFalse();
                assertThat(client.says(server, DATA)).isFalse();
                assertThat(client.says(server, HEARTBEAT)).isFalse();
                assertThat(client.says(server, INIT)).isFalse();
            }
            assertThat(other.says(server, DATA)).isTrue();
            assertThat(server.says(other, DATA)).isTrue();
        }
    }
}

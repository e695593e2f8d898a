package dev.tierwall.lab.dns;

import dev.tierwall.lab.net.Sockets;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** Serves a zone in a pod, by UDP and TCP. */
public final class DnsServer implements AutoCloseable {

    private static final int SMALL = 512;
    private static final int LARGEST = 65_535;
    private static final int IDLE_MILLIS = 10_000;

    private final Zone zone;
    private final DatagramChannel packets;
    private final ServerSocketChannel connections;

    private DnsServer(Zone zone, DatagramChannel packets, ServerSocketChannel connections) {
        this.zone = zone;
        this.packets = packets;
        this.connections = connections;
    }

    /** Begins to serve. */
    public static DnsServer start(Zone zone, Sockets sockets) throws IOException {
        DatagramChannel packets = sockets.receive(new InetSocketAddress(Zone.PORT));
        DnsServer server = new DnsServer(zone, packets, sockets.listen(Zone.PORT));
        Thread.ofVirtual().name("dns udp").start(server::answerPackets);
        Thread.ofVirtual().name("dns tcp").start(server::answerConnections);
        return server;
    }

    private void answerPackets() {
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
        while (packets.isOpen()) {
            try {
                SocketAddress from = packets.receive(buffer.clear());
                byte[] answer = answer(buffer.flip(), false);
                if (answer.length > 0) {
                    packets.send(ByteBuffer.wrap(answer), from);
                }
            } catch (IOException closedOrUnreachable) {
                // The next packet may be fine; if the channel is closed the loop ends.
            }
        }
    }

    private void answerConnections() {
        while (connections.isOpen()) {
            try {
                SocketChannel connection = connections.accept();
                Thread.ofVirtual().start(() -> converse(connection));
            } catch (IOException closed) {
                // The loop ends if it was the server that was closed.
            }
        }
    }

    private void converse(SocketChannel connection) {
        try (connection) {
            connection.socket().setSoTimeout(IDLE_MILLIS);
            DataInputStream in = new DataInputStream(connection.socket().getInputStream());
            DataOutputStream out = new DataOutputStream(connection.socket().getOutputStream());
            while (true) {
                byte[] question = new byte[in.readUnsignedShort()];
                in.readFully(question);
                byte[] answer = answer(ByteBuffer.wrap(question), true);
                out.write(ByteBuffer.allocate(answer.length + 2)
                        .putShort((short) answer.length)
                        .put(answer)
                        .array());
            }
        } catch (IOException done) {
            // The client has gone, or is too slow.
        }
    }

    private byte[] answer(ByteBuffer bytes, boolean whole) {
        try {
            Message question = new Message(bytes);
            OPTRecord options = question.getOPT();
            int most = whole ? LARGEST : options == null ? SMALL : Math.max(SMALL, options.getPayloadSize());
            return question.getHeader().getFlag(Flags.QR)
                    ? new byte[0]
                    : answer(question).toWire(most);
        } catch (IOException unreadable) {
            return new byte[0];
        }
    }

    private Message answer(Message question) {
        Header header = new Header(question.getHeader().getID());
        Message answer = new Message(0);
        answer.setHeader(header);
        header.setFlag(Flags.QR);
        header.setFlag(Flags.AA);
        header.setFlag(Flags.RA);
        if (question.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        Record asked = question.getQuestion();
        if (asked == null) {
            header.setRcode(Rcode.FORMERR);
            return answer;
        }
        answer.addRecord(asked, Section.QUESTION);
        Zone.Answer found = zone.answer(asked.getName(), asked.getType());
        header.setRcode(found.exists() ? Rcode.NOERROR : Rcode.NXDOMAIN);
        found.records().forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (found.records().isEmpty()) {
            answer.addRecord(authority(), Section.AUTHORITY);
        }
        if (question.getOPT() != null) {
            answer.addRecord(new OPTRecord(SMALL * 8, 0, 0), Section.ADDITIONAL);
        }
        return answer;
    }

    private static SOARecord authority() {
        Name domain = Name.fromConstantString(Zone.DOMAIN + ".");
        Name server = Name.fromConstantString("ns.dns." + Zone.DOMAIN + ".");
        return new SOARecord(domain, DClass.IN, 5, server, server, 1, 7200, 1800, 86_400, 5);
    }

    @Override
    public void close() throws IOException {
        packets.close();
        connections.close();
    }
}

package dev.tierwall.lab.dns;

import dev.tierwall.core.net.Address;
import dev.tierwall.lab.net.Addresses;
import dev.tierwall.lab.net.Sockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Finds names as a program in a pod does: by packets from the pod's network to the cluster's DNS. */
public final class Resolver {

    private static final int LARGEST = 4096;

    private final Sockets sockets;
    private final ResolverSettings settings;

    public Resolver(Sockets sockets, ResolverSettings settings) {
        this.sockets = sockets;
        this.settings = settings;
    }

    /** The addresses of a name, at least one. */
    public List<Address> resolve(String name) throws IOException {
        Optional<Address> literal = Address.parse(name)
                .or(() -> Optional.ofNullable(settings.hosts().get(name)));
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        boolean unanswered = false;
        for (String candidate : candidates(name)) {
            try {
                Set<Address> addresses = new LinkedHashSet<>();
                for (int type : List.of(Type.A, Type.AAAA)) {
                    ask(candidate, type).forEach(record -> address(record).ifPresent(addresses::add));
                }
                if (!addresses.isEmpty()) {
                    return List.copyOf(addresses);
                }
            } catch (SocketTimeoutException silence) {
                unanswered = true;
                break;
            }
        }
        throw new UnknownNameException(name, unanswered);
    }

    private static Optional<Address> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(Addresses.of(a.getAddress()));
            case AAAARecord aaaa -> Optional.of(Addresses.of(aaaa.getAddress()));
            default -> Optional.empty();
        };
    }

    /** The whole names that a name may stand for, in the order in which they are tried. */
    List<String> candidates(String name) {
        if (name.endsWith(".")) {
            return List.of(name);
        }
        List<String> all = new ArrayList<>();
        settings.search().forEach(domain -> all.add(name + "." + domain + "."));
        long dots = name.chars().filter(one -> one == '.').count();
        all.add(dots >= settings.dots() ? 0 : all.size(), name + ".");
        return all;
    }

    /** The answers to one question; none if there is no such name. */
    public List<Record> ask(String name, int type) throws IOException {
        Message question;
        try {
            question = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        } catch (TextParseException | IllegalArgumentException unwritable) {
            return List.of();
        }
        SocketTimeoutException silence = new SocketTimeoutException("no name server is set");
        for (int i = 0; i < ResolverSettings.ATTEMPTS; i++) {
            for (Address server : settings.servers()) {
                try {
                    return exchange(server, question).getSection(Section.ANSWER);
                } catch (SocketTimeoutException again) {
                    silence = again;
                }
            }
        }
        throw silence;
    }

    private Message exchange(Address server, Message question) throws IOException {
        try (DatagramChannel channel = sockets.udpTo(server)) {
            channel.connect(new InetSocketAddress(Addresses.inet(server), Zone.PORT));
            channel.socket().setSoTimeout(ResolverSettings.TIMEOUT_SECONDS * 1000);
            channel.write(ByteBuffer.wrap(question.toWire(LARGEST)));
            java.net.DatagramPacket packet = new java.net.DatagramPacket(new byte[LARGEST], LARGEST);
            while (true) {
                channel.socket().receive(packet);
                Message answer = new Message(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                if (answer.getHeader().getID() == question.getHeader().getID()) {
                    return answer;
                }
            }
        } catch (java.net.PortUnreachableException closed) {
            throw (SocketTimeoutException) new SocketTimeoutException("nobody listens at " + server).initCause(closed);
        }
    }
}

package dev.tierwall.core.question;

import dev.tierwall.core.model.Service;
import dev.tierwall.core.net.Protocol;
import java.util.Optional;

/**
 * One destination of a question, with the port at which a connection gets there.
 *
 * @param member who accepts the connection
 * @param protocol its protocol
 * @param port the port there; behind a Service the pod's own
 * @param service the Service port that leads there, if a Service was asked
 */
public record Aim(Member member, Protocol protocol, int port, Optional<Service.Port> service) {}

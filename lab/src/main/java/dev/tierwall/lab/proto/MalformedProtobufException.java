package dev.tierwall.lab.proto;

import java.io.Serial;

/** Bytes that are no object in protobuf. The message says what is wrong with them. */
public final class MalformedProtobufException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public MalformedProtobufException(String message) {
        super(message);
    }
}

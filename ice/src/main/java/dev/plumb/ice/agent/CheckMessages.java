package dev.plumb.ice.agent;

import dev.plumb.ice.stun.AttributeType;
import dev.plumb.ice.stun.ErrorCode;
import dev.plumb.ice.stun.Integrity;
import dev.plumb.ice.stun.StunClass;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.ice.stun.StunWriter;
import dev.plumb.ice.stun.TransactionId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/**
 * The STUN messages of connectivity checks.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-7.1 RFC 8445 7.1, STUN Extensions
 */
final class CheckMessages {
    /** The attributes of a check that are understood. */
    static final Set<Integer> KNOWN = Set.of(
            AttributeType.USERNAME,
            AttributeType.MESSAGE_INTEGRITY,
            AttributeType.PRIORITY,
            AttributeType.USE_CANDIDATE,
            AttributeType.XOR_MAPPED_ADDRESS,
            AttributeType.MAPPED_ADDRESS,
            AttributeType.ERROR_CODE,
            AttributeType.UNKNOWN_ATTRIBUTES);

    private CheckMessages() {}

    static byte[] check(
            TransactionId id,
            Credentials local,
            Credentials remote,
            long priority,
            IceRole role,
            long tieBreaker,
            boolean useCandidate) {
        StunWriter writer = StunWriter.bindingRequest(id)
                .username(remote.fragment() + ":" + local.fragment())
                .priority(priority)
                .tieBreaker(
                        role == IceRole.CONTROLLING ? AttributeType.ICE_CONTROLLING : AttributeType.ICE_CONTROLLED,
                        tieBreaker);
        if (useCandidate) {
            writer.attribute(AttributeType.USE_CANDIDATE);
        }
        return writer.integrity(remote.key()).fingerprint().toByteArray();
    }

    static StunWriter success(StunMessage request, InetSocketAddress seen, Integrity key) {
        return new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, request.id())
                .xorMappedAddress(seen)
                .integrity(key)
                .fingerprint();
    }

    /** Returns an error response to a sender that could be authenticated. */
    static StunWriter error(StunMessage request, ErrorCode error, List<Integer> unknown, Integrity key) {
        return errorHead(request, error, unknown).integrity(key).fingerprint();
    }

    /** Returns an error response to a sender that could not be authenticated. */
    static StunWriter errorUnauthenticated(StunMessage request, ErrorCode error) {
        return errorHead(request, error, List.of()).fingerprint();
    }

    private static StunWriter errorHead(StunMessage request, ErrorCode error, List<Integer> unknown) {
        StunWriter writer = new StunWriter(StunClass.ERROR, StunMessage.BINDING, request.id()).error(error);
        return unknown.isEmpty() ? writer : writer.unknownAttributes(unknown);
    }
}

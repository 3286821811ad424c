package dev.plumb.ice.agent;

import dev.plumb.ice.stun.ErrorCode;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.ice.stun.StunWriter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The decision whether an inbound check may be answered with success.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8489#section-9.1.3 RFC 8489 9.1.3, Receiving a Request
 */
final class CheckGate {
    private CheckGate() {}

    /** The decision about a check. */
    sealed interface Verdict {}

    /** It is authentic under these credentials of ours. */
    record Passed(Credentials ours, String remoteFragment) implements Verdict {}

    /** It is answered like this; {@code authentic} where its sender knows our password. */
    record Refused(StunWriter answer, boolean authentic) implements Verdict {}

    /**
     * Judges a request.
     *
     * @param credentials ours by their fragment; null for none
     */
    static Verdict judge(StunMessage request, Function<String, @Nullable Credentials> credentials) {
        String username = request.username();
        if (username == null || !request.hasIntegrity()) {
            return new Refused(CheckMessages.errorUnauthenticated(request, ErrorCode.BAD_REQUEST), false);
        }
        int colon = username.indexOf(':');
        Credentials ours = colon < 0 ? null : credentials.apply(username.substring(0, colon));
        if (ours == null || !request.isAuthentic(ours.key())) {
            return new Refused(CheckMessages.errorUnauthenticated(request, ErrorCode.UNAUTHENTICATED), false);
        }
        List<Integer> unknown = request.unknownRequired(CheckMessages.KNOWN);
        return unknown.isEmpty()
                ? new Passed(ours, username.substring(colon + 1))
                : new Refused(CheckMessages.error(request, ErrorCode.UNKNOWN_ATTRIBUTE, unknown, ours.key()), true);
    }
}

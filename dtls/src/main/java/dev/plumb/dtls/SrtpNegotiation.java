package dev.plumb.dtls;

import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.UseSrtp;
import dev.plumb.dtls.suite.AlertDescription;
import java.util.List;
import java.util.Optional;

/**
 * Agrees on a profile for SRTP.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5764#section-4.1 RFC 5764 4.1, The use_srtp Extension
 */
final class SrtpNegotiation {
    private SrtpNegotiation() {}

    /** Returns the server's choice: the first of our profiles that the client offers. */
    static Optional<SrtpProfile> choose(DtlsConfig config, Extensions offer) {
        List<Integer> offered = offer.useSrtp().map(UseSrtp::profiles).orElse(List.of());
        return config.srtpProfiles().stream()
                .filter(profile -> offered.contains(profile.id()))
                .findFirst();
    }

    /** Returns the profile that the server chose, which must be one that we offered. */
    static Optional<SrtpProfile> chosen(DtlsConfig config, Extensions answer) throws HandshakeException {
        if (!answer.has(ExtensionType.USE_SRTP)) {
            return Optional.empty();
        }
        return Optional.of(answer.useSrtp()
                .filter(chosen -> chosen.profiles().size() == 1 && chosen.mki().length == 0)
                .flatMap(chosen -> SrtpProfile.of(chosen.profiles().getFirst()))
                .filter(config.srtpProfiles()::contains)
                .orElseThrow(() -> new HandshakeException(
                        AlertDescription.ILLEGAL_PARAMETER, "the server chose an SRTP profile that was not offered")));
    }
}

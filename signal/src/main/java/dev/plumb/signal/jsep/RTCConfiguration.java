package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCCertificate;
import dev.plumb.objects.RTCIceServer;
import java.util.List;

/**
 * How a connection is to be.
 *
 * @param iceServers whom to ask for candidates
 * @param iceTransportPolicy which candidates are used
 * @param bundlePolicy what is bundled
 * @param certificates one at the most is used; none stands for the agent's own
 * @param includeLoopback whether loopback addresses are candidates even where there are others; ours, for tests on one machine
 */
public record RTCConfiguration(
        List<RTCIceServer> iceServers,
        RTCIceTransportPolicy iceTransportPolicy,
        RTCBundlePolicy bundlePolicy,
        List<RTCCertificate> certificates,
        boolean includeLoopback) {
    /** No servers, all candidates, one transport. */
    public static final RTCConfiguration DEFAULT =
            new RTCConfiguration(List.of(), RTCIceTransportPolicy.ALL, RTCBundlePolicy.BALANCED, List.of(), false);

    public RTCConfiguration {
        iceServers = List.copyOf(iceServers);
        certificates = List.copyOf(certificates);
    }

    /** The same with other servers. */
    public RTCConfiguration withIceServers(List<RTCIceServer> servers) {
        return new RTCConfiguration(servers, iceTransportPolicy, bundlePolicy, certificates, includeLoopback);
    }

    /** The same with a certificate. */
    public RTCConfiguration withCertificates(List<RTCCertificate> newCertificates) {
        return new RTCConfiguration(iceServers, iceTransportPolicy, bundlePolicy, newCertificates, includeLoopback);
    }

    /** The same, loopback included or not. */
    public RTCConfiguration withIncludeLoopback(boolean include) {
        return new RTCConfiguration(iceServers, iceTransportPolicy, bundlePolicy, certificates, include);
    }
}

package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCCertificate;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceServer;
import java.util.List;

/**
 * The configuration of a connection.
 *
 * @param iceServers the STUN and TURN servers to ask for candidates
 * @param iceTransportPolicy the candidates that may be used
 * @param bundlePolicy the policy of bundling
 * @param rtcpMuxPolicy whether RTCP has to share RTP's port
 * @param certificates the certificate to use, at most one; none stands for the agent's own
 * @param includeLoopback whether loopback addresses are candidates even where there are others. It is not in WebRTC,
 *     and meant for tests on one machine
 * @spec https://www.w3.org/TR/webrtc/#rtcconfiguration-dictionary WebRTC 4.2.1, RTCConfiguration Dictionary
 */
public record RTCConfiguration(
        List<RTCIceServer> iceServers,
        RTCIceTransportPolicy iceTransportPolicy,
        RTCBundlePolicy bundlePolicy,
        RTCRtcpMuxPolicy rtcpMuxPolicy,
        List<RTCCertificate> certificates,
        boolean includeLoopback) {
    /** No servers, all candidates, balanced, RTCP on RTP's port. */
    public static final RTCConfiguration DEFAULT = new RTCConfiguration(
            List.of(), RTCIceTransportPolicy.ALL, RTCBundlePolicy.BALANCED, RTCRtcpMuxPolicy.REQUIRE, List.of(), false);

    public RTCConfiguration {
        RTCException.requirePresent(
                "RTCConfiguration",
                "iceServers",
                iceServers,
                "iceTransportPolicy",
                iceTransportPolicy,
                "bundlePolicy",
                bundlePolicy,
                "rtcpMuxPolicy",
                rtcpMuxPolicy,
                "certificates",
                certificates);
        iceServers = List.copyOf(iceServers);
        certificates = List.copyOf(certificates);
    }

    /** Returns a copy with other servers. */
    public RTCConfiguration withIceServers(List<RTCIceServer> servers) {
        return new RTCConfiguration(
                servers, iceTransportPolicy, bundlePolicy, rtcpMuxPolicy, certificates, includeLoopback);
    }

    /** Returns a copy with another policy of candidates. */
    public RTCConfiguration withIceTransportPolicy(RTCIceTransportPolicy policy) {
        return new RTCConfiguration(iceServers, policy, bundlePolicy, rtcpMuxPolicy, certificates, includeLoopback);
    }

    /** Returns a copy with another bundle policy. */
    public RTCConfiguration withBundlePolicy(RTCBundlePolicy policy) {
        return new RTCConfiguration(
                iceServers, iceTransportPolicy, policy, rtcpMuxPolicy, certificates, includeLoopback);
    }

    /** Returns a copy with another RTCP mux policy. */
    public RTCConfiguration withRtcpMuxPolicy(RTCRtcpMuxPolicy policy) {
        return new RTCConfiguration(
                iceServers, iceTransportPolicy, bundlePolicy, policy, certificates, includeLoopback);
    }

    /** Returns a copy with a certificate. */
    public RTCConfiguration withCertificates(List<RTCCertificate> newCertificates) {
        return new RTCConfiguration(
                iceServers, iceTransportPolicy, bundlePolicy, rtcpMuxPolicy, newCertificates, includeLoopback);
    }

    /** Returns a copy that includes loopback addresses or not. */
    public RTCConfiguration withIncludeLoopback(boolean include) {
        return new RTCConfiguration(iceServers, iceTransportPolicy, bundlePolicy, rtcpMuxPolicy, certificates, include);
    }
}

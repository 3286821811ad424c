package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which servers a script reaches, and how much it takes from them. */
class ScriptNetworkTest {
    private static final ScriptOptions PUBLIC = ScriptOptions.NONE.withAllowNetwork(true);
    private static final ScriptOptions LOCAL = PUBLIC.withReachable(ScriptAddresses.ANY);

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/to/")) {
                exchange.getResponseHeaders()
                        .add("Location", exchange.getRequestURI().getQuery());
                exchange.sendResponseHeaders(Integer.parseInt(path.substring(4)), -1);
            } else if (path.startsWith("/bytes/")) {
                long bytes = Long.parseLong(path.substring(7));
                exchange.sendResponseHeaders(200, bytes);
                try (OutputStream out = exchange.getResponseBody()) {
                    byte[] part = new byte[1 << 16];
                    for (long left = bytes; left > 0; left -= part.length) {
                        out.write(part, 0, (int) Math.min(left, part.length));
                    }
                } catch (java.io.IOException e) {
                    // the reader has had enough
                }
            } else {
                byte[] said = (exchange.getRequestMethod()
                                + ' '
                                + exchange.getRequestHeaders().getFirst("Authorization"))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, said.length);
                exchange.getResponseBody().write(said);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private String run(ScriptOptions options, String body) throws Exception {
        try (PlumbScript script = PlumbScript.create(options)) {
            return Scripts.run(
                    script,
                    "const port = " + server.getAddress().getPort() + ", here = `http://127.0.0.1:${port}`;" + body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "127.1",
                "2130706433",
                "0x7f.1",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "0.0.0.0",
                "[::]"
            })
    void serversOfThisMachineAreNotReachedByAnyNameOfIt(String host) throws Exception {
        assertThat(run(PUBLIC, """
                        const tried = [];
                        try { await fetch(`http://%1$s:${port}/`); tried.push('REACHED'); } catch (e) { tried.push(e.name); }
                        tried.push(await new Promise(r => { const s = new WebSocket(`ws://%1$s:${port}/`); s.onopen = () => r('REACHED'); s.onclose = e => r(e.code); }));
                        return tried.join();
                        """.formatted(host))).isEqualTo("TypeError,1006");
        assertThat(asked).hasValue(0);
    }

    /** The second address stands for one behind a public server's redirect. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreLookedAtAsTheFirstAddressIs(int status) throws Exception {
        InetAddress first = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        ScriptOptions onlyFirst = PUBLIC.withReachable(first::equals);
        assertThat(run(onlyFirst, """
                        try { return await (await fetch(`${here}/to/%d?http://127.0.0.2:${port}/x`)).text(); } catch (e) { return e.name; }
                        """.formatted(status))).isEqualTo("TypeError");
        assertThat(asked).hasValue(1);
    }

    @Test
    void redirectsAreFollowedAsBrowsersDo() throws Exception {
        assertThat(run(LOCAL, """
                        const got = [];
                        const to = (status, place, init) => fetch(`${here}/to/${status}?${place}`, init);
                        const authorized = { headers: { Authorization: 'a' } };
                        got.push(await (await to(302, '/x', { method: 'POST', body: 'b' })).text());
                        got.push(await (await to(307, '/x', { method: 'POST', body: 'b' })).text());
                        got.push(await (await to(301, '/x', authorized)).text());
                        got.push(await (await to(301, `http://localhost:${port}/x`, authorized)).text());
                        const r = await to(302, `/x`); got.push(r.redirected, r.url === `${here}/x`);
                        for (const bad of ['file:///etc/passwd', 'ftp://127.0.0.1/']) { try { await to(302, bad); got.push('REACHED'); } catch (e) { got.push(e.name); } }
                        try { await to(302, `/x`, { redirect: 'error' }); got.push('REACHED'); } catch (e) { got.push(e.name); }
                        return got.join();
                        """))
                .isEqualTo("GET null,POST null,GET a,GET null,true,true,TypeError,TypeError,TypeError");
    }

    @Test
    void redirectsInACircleEnd() throws Exception {
        assertThat(
                        run(
                                LOCAL,
                                "try { await fetch(`${here}/to/302?/to/302?x`); return 'REACHED'; } catch (e) { return e.name; }"))
                .isEqualTo("TypeError");
        assertThat(asked).hasValueLessThan(30);
    }

    @Test
    void answersBeyondTheBudgetFailAndGiveItBack() throws Exception {
        ScriptOptions little = LOCAL.withLimits(ScriptLimits.USUAL.withFetchBytes(1 << 20));
        assertThat(run(little, """
                        const got = [];
                        for (const bytes of [1 << 19, 1 << 28, 1 << 20, (1 << 20) + 1, 1 << 20]) {
                          try { got.push((await (await fetch(`${here}/bytes/${bytes}`)).arrayBuffer()).byteLength); } catch (e) { got.push(e.name); }
                        }
                        const several = await Promise.allSettled([1, 2, 3, 4].map(() => fetch(`${here}/bytes/600000`)));
                        got.push(several.every(s => s.status === 'fulfilled' || s.reason instanceof TypeError));
                        const { bytes } = await fetch(`${here}/bytes/${1 << 20}`).then(r => r.arrayBuffer()).then(b => ({ bytes: b.byteLength }));
                        got.push(bytes);
                        return got.join();
                        """)).isEqualTo("524288,TypeError,1048576,TypeError,1048576,true,1048576");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "255.255.255.255",
                "240.0.0.1",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "::1",
                "::",
                "::ffff:10.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "64:ff9b::7f00:1",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::1",
                "2001:0:1::1",
                "2001:db8::1",
                "::7f00:1",
                "100::1",
                "3fff::1"
            })
    void addressesThatAreNotPublic(String address) throws Exception {
        assertThat(ScriptAddresses.PUBLIC.test(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.0.1",
                "100.128.0.1",
                "192.1.2.3",
                "198.20.0.1",
                "223.255.255.1",
                "2606:4700::1111",
                "2001:4860:4860::8888",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "::ffff:8.8.8.8"
            })
    void addressesThatArePublic(String address) throws Exception {
        assertThat(ScriptAddresses.PUBLIC.test(InetAddress.getByName(address))).isTrue();
    }
}

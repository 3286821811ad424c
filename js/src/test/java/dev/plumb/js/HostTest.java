package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts find beside the objects, as a browser has it. */
class HostTest {
    @Test
    void textsBytesAndAddressesAreReadAsInBrowsers() throws Exception {
        assertThat(Scripts.run("""
                        const got = [];
                        got.push(new TextEncoder().encode('hé€😀').join(), new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff])));
                        const split = new TextDecoder();
                        got.push(split.decode(new Uint8Array([0xe2, 0x82]), { stream: true }) + split.decode(new Uint8Array([0xac])));
                        try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])); } catch (e) { got.push(e.name); }
                        got.push(btoa('hello'), atob(' aGVs bG8='));
                        const url = new URL('../x y?q=ü#f', 'HTTPS://user:pw@Example.COM:443/a/b/c');
                        got.push(url.href, url.origin, new URL('http://[::1]:80/').host, new URL('http://0x7f.1/').hostname, URL.canParse('no'));
                        url.searchParams.append('more', 'a b');
                        got.push(url.search, [...new URLSearchParams({ a: '1', b: '&' })].join(';'));
                        return got.join('|');
                        """))
                .isEqualTo("104,195,169,226,130,172,240,159,152,128|a\ufffd|€|TypeError|aGVsbG8=|hello"
                        + "|https://user:pw@example.com/a/x%20y?q=%C3%BC#f|https://example.com|[::1]|127.0.0.1|false"
                        + "|?q=%C3%BC&more=a+b|a,1;b,&");
    }

    @Test
    void tasksMicrotasksAndTimersKeepTheirOrder() throws Exception {
        assertThat(Scripts.run("""
                        const order = [];
                        setTimeout(() => { order.push('timer'); Promise.resolve().then(() => order.push('its microtask')); });
                        setTimeout(() => order.push('second timer'));
                        const never = setTimeout(() => order.push('never'), 1);
                        queueMicrotask(() => order.push('microtask'));
                        clearTimeout(never);
                        let ticks = 0;
                        await new Promise(r => { const id = setInterval(() => { if (++ticks === 3) { clearInterval(id); r(); } }, 2); });
                        return order.join() + ',' + ticks;
                        """)).isEqualTo("microtask,timer,its microtask,second timer,3");
    }

    @Test
    void blobsStreamsAndClonesCarryTheirContents() throws Exception {
        assertThat(Scripts.run("""
                        const got = [];
                        const blob = new Blob(['ab', new Uint8Array([99]), new Blob(['d'])], { type: 'Text/Plain' });
                        got.push(blob.size, blob.type, await blob.slice(1, 3).text());
                        const reader = new FileReader();
                        got.push(await new Promise(r => { reader.onload = () => r(reader.result); reader.readAsDataURL(new File([blob], 'f', { type: 'a/b' })); }));
                        const doubled = ReadableStream.from([1, 2, 3]).pipeThrough(new TransformStream({ transform: (x, c) => c.enqueue(x * 2) }));
                        const all = [];
                        for await (const x of doubled) all.push(x);
                        got.push(all.join());
                        const buffer = new ArrayBuffer(8);
                        const cyclic = { map: new Map([['k', new Date(5)]]), view: new Uint16Array(buffer, 2, 2) };
                        cyclic.self = cyclic;
                        const copy = structuredClone(cyclic, { transfer: [buffer] });
                        got.push(copy.self === copy, copy.map.get('k').getTime(), copy.view.length, buffer.byteLength);
                        try { structuredClone(() => 1); } catch (e) { got.push(e.name); }
                        const { port1, port2 } = new MessageChannel();
                        got.push(await new Promise(r => { port2.onmessage = e => r(e.data.x); port1.postMessage({ x: 'over' }); }));
                        const controller = new AbortController();
                        const waiting = new Promise(r => controller.signal.addEventListener('abort', () => r(controller.signal.reason.name)));
                        controller.abort();
                        got.push(await waiting);
                        return got.join('|');
                        """))
                .isEqualTo("4|text/plain|bc|data:a/b;base64,YWJjZA==|2,4,6|true|5|2|0|DataCloneError|over|AbortError");
    }

    @Test
    void whatIsLoggedGoesToTheEmbedderWithWhatNobodyCaught() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        ScriptOptions options = ScriptOptions.NONE.withConsole((level, text) -> lines.add(level + " " + text));
        try (PlumbScript script = PlumbScript.create(options)) {
            script.eval("test", """
                            console.log('%s is %d', 'x', 4, { a: [1, 'b'] });
                            console.warn(new Map([[1, 2]]));
                            setTimeout(() => { throw new TypeError('late'); });
                            Promise.reject(new RangeError('nobody'));
                            """).get(30, TimeUnit.SECONDS);
            assertThat(script.idle().get(30, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(lines).contains("log x is 4 { a: [ 1, 'b' ] }", "warn Map(1) { 1 => 2 }");
        assertThat(lines).anyMatch(l -> l.startsWith("error Uncaught TypeError: late"));
        assertThat(lines).anyMatch(l -> l.startsWith("error Unhandled rejection: RangeError: nobody"));
    }

    @Test
    void fetchReachesServersAndFilesWhereItMay(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("data.json"), "{\"n\": 7}");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
            exchange.getResponseHeaders()
                    .add("X-Type", exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        ScriptOptions options = ScriptOptions.NONE
                .withAllowNetwork(true)
                .withReachable(ScriptAddresses.ANY)
                .withReadableRoot(folder)
                .withLocation(URI.create(folder.toUri() + "main.js"));
        try (PlumbScript script = PlumbScript.create(options)) {
            assertThat(Scripts.run(script, """
                            const answer = await fetch('http://127.0.0.1:%d/echo', { method: 'POST', body: 'grüße' });
                            const got = [answer.status, answer.headers.get('x-method'), answer.headers.get('x-type'), await answer.text()];
                            got.push((await (await fetch('data.json')).json()).n);
                            try { await fetch('missing.json'); } catch (e) { got.push(e.name); }
                            try { await fetch('http://127.0.0.1:1/'); } catch (e) { got.push(e.name); }
                            const controller = new AbortController();
                            controller.abort();
                            try { await fetch('data.json', { signal: controller.signal }); } catch (e) { got.push(e.name); }
                            return got.join('|');
                            """.formatted(server.getAddress().getPort())))
                    .isEqualTo("201|POST|text/plain;charset=UTF-8|grüße|7|TypeError|TypeError|AbortError");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void webSocketsCarryTextsAndBytesAndCloseWithCodes() throws Exception {
        try (EchoServer server = new EchoServer();
                PlumbScript script = PlumbScript.create(
                        ScriptOptions.NONE.withAllowNetwork(true).withReachable(ScriptAddresses.ANY))) {
            assertThat(Scripts.run(script, """
                            const socket = new WebSocket('%s', ['chat', 'other']);
                            socket.binaryType = 'arraybuffer';
                            const got = [socket.readyState];
                            try { socket.send('early'); } catch (e) { got.push(e.name); }
                            await new Promise(r => { socket.onopen = r; });
                            got.push(socket.protocol, socket.readyState);
                            const echo = data => new Promise(r => { socket.onmessage = e => r(e.data); socket.send(data); });
                            got.push(await echo('grüße'), [...new Uint8Array(await echo(new Uint8Array([1, 255])))].join('+'));
                            got.push((await echo('x'.repeat(100000))).length);
                            const closed = new Promise(r => { socket.onclose = r; });
                            try { socket.close(1001); } catch (e) { got.push(e.name); }
                            socket.close(4001, 'done');
                            const { code, reason, wasClean } = await closed;
                            got.push(code, reason, wasClean, socket.bufferedAmount);
                            return got.join('|');
                            """.formatted(server.uri())))
                    .isEqualTo("0|InvalidStateError|chat|1|grüße|1+255|100000|InvalidAccessError|4001|done|true|0");
        }
    }
}

package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.loupe.data.Download.Remote;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DownloadTest {
  private static final byte[] CONTENT = Fixtures.counting(300_000);

  @TempDir Path folder;
  private HttpServer server = startServer();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch over = new CountDownLatch(1);
  // How many bytes of an answer are sent before the server breaks off, or stalls.
  private volatile int limit = Integer.MAX_VALUE;
  private volatile boolean stalls;
  private volatile boolean knowsRanges = true;

  private static HttpServer startServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() {
    server.createContext("/file", exchange -> answer(exchange, CONTENT));
    server.createContext(
        "/none",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    asked.add(String.valueOf(range));
    int from = 0;
    if (range != null && knowsRanges) {
      from = Integer.parseInt(range.substring(6, range.length() - 1));
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    OutputStream out = exchange.getResponseBody();
    out.write(content, from, Math.min(limit, content.length - from));
    out.flush();
    if (stalls) {
      try {
        over.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.close();
  }

  private Remote remote(String path, String md5) {
    URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/" + path);
    return new Remote(address, "file.bin", CONTENT.length, md5);
  }

  private static String md5(byte[] content) {
    MessageDigest digest = Sha256.digest("MD5");
    return HexFormat.of().formatHex(digest.digest(content));
  }

  private Path fetch(Remote remote) {
    return new Download(Duration.ofSeconds(10), Progress.none()).fetch("test", remote, folder);
  }

  @Test
  void fetchesAFileOnce() throws IOException {
    Remote remote = remote("file", md5(CONTENT));
    long[] last = new long[2];
    Download download =
        new Download(
            Duration.ofSeconds(10),
            (task, done, total) -> {
              last[0] = done;
              last[1] = total;
            });
    assertThat(download.fetch("test", remote, folder)).hasBinaryContent(CONTENT);
    assertThat(last).containsExactly(300_000, 300_000);
    assertThat(fetch(remote)).hasBinaryContent(CONTENT);
    assertThat(asked).containsExactly("null");
    Files.write(folder.resolve("file.bin"), new byte[3]);
    assertThat(fetch(remote)).hasBinaryContent(CONTENT);
    assertThat(folder.resolve("file.bin.part")).doesNotExist();
  }

  @Test
  void goesOnWhereItBrokeOff() {
    Remote remote = remote("file", md5(CONTENT));
    limit = 100_000;
    String message = Fixtures.error(() -> fetch(remote));
    assertThat(message)
        .matches(
            "\\Q"
                + remote.address()
                + ": the download broke off\n  expected: 300000 bytes\n  got: \\E\\d+ bytes, then"
                + " .*\n  fix: run it again: it goes on from there");
    assertThat(folder.resolve("file.bin")).doesNotExist();
    long have = folder.resolve("file.bin.part").toFile().length();
    assertThat(have).isBetween(1L, 100_000L);
    limit = Integer.MAX_VALUE;
    assertThat(fetch(remote)).hasBinaryContent(CONTENT);
    assertThat(asked).containsExactly("null", "bytes=" + have + "-");
  }

  @Test
  void startsAnewWhereTheServerKnowsNoRanges() {
    knowsRanges = false;
    Fixtures.file(folder, "file.bin.part", new byte[1000]);
    assertThat(fetch(remote("file", md5(CONTENT)))).hasBinaryContent(CONTENT);
    assertThat(asked).containsExactly("bytes=1000-");
  }

  @Test
  void takesAWholePartAsItIs() {
    Fixtures.file(folder, "file.bin.part", CONTENT);
    assertThat(fetch(remote("file", md5(CONTENT)))).hasBinaryContent(CONTENT);
    assertThat(asked).isEmpty();
  }

  @Test
  void refusesAWrongChecksum() {
    Remote remote = remote("file", "00000000000000000000000000000000");
    assertThat(Fixtures.error(() -> fetch(remote)))
        .isEqualTo(
            remote.address()
                + ": the file is not the published one\n"
                + "  expected: md5 00000000000000000000000000000000\n  got: md5 "
                + md5(CONTENT)
                + "\n  fix: run it again; if that doesn't help, download the file by hand to "
                + folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesMoreThanWasPublished() {
    Remote whole = remote("file", md5(CONTENT));
    Remote remote = new Remote(whole.address(), "file.bin", 1000, whole.md5());
    assertThat(Fixtures.error(() -> fetch(remote)))
        .isEqualTo(
            remote.address()
                + ": the file is not the published one\n  expected: 1000 bytes\n  got: more\n"
                + "  fix: check the network, or download "
                + remote.address()
                + " by hand to "
                + folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhatTheServerAnswered() {
    Remote remote = remote("none", md5(CONTENT));
    assertThat(Fixtures.error(() -> fetch(remote)))
        .isEqualTo(
            remote.address()
                + ": the server doesn't give the file\n  expected: status 200\n"
                + "  got: status 404\n  fix: check the network, or download "
                + remote.address()
                + " by hand to "
                + folder);
  }

  @Test
  void givesUpOnAServerThatStalls() {
    stalls = true;
    limit = 1000;
    Remote remote = remote("file", md5(CONTENT));
    Download download = new Download(Duration.ofSeconds(2), Progress.none());
    assertThat(Fixtures.error(() -> download.fetch("test", remote, folder)))
        .isEqualTo(
            remote.address()
                + ": the download broke off\n  expected: 300000 bytes\n"
                + "  got: 1000 bytes, then nothing for 2 s\n"
                + "  fix: run it again: it goes on from there");
    assertThat(folder.resolve("file.bin.part")).hasBinaryContent(Arrays.copyOf(CONTENT, 1000));
  }

  @Test
  void saysThatTheHostCannotBeReached() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI address = URI.create("http://localhost:" + port + "/file");
    Remote remote = new Remote(address, "file.bin", 1, md5(CONTENT));
    assertThat(Fixtures.error(() -> fetch(remote)))
        .isEqualTo(
            "can't reach localhost\n  fix: check the network, or download "
                + address
                + " by hand to "
                + folder);
    URI nowhere = URI.create("http://no-such-host.invalid/file");
    assertThat(Fixtures.error(() -> fetch(new Remote(nowhere, "file.bin", 1, md5(CONTENT)))))
        .isEqualTo(
            "can't reach no-such-host.invalid\n  fix: check the network, or download "
                + nowhere
                + " by hand to "
                + folder);
  }

  @Test
  void downloadsAndOpensAnArchive() throws IOException {
    Path made = folder.resolve("made");
    Fixtures.cifarFolder(made, 2);
    List<byte[]> parts = new ArrayList<>();
    try (var files = Files.list(made)) {
      for (Path file : files.sorted().toList()) {
        String name = "cifar-10-batches-bin/" + file.getFileName();
        parts.add(Fixtures.tar(name, '0', Files.readAllBytes(file)));
      }
    }
    parts.add(new byte[1024]);
    byte[] archive = Fixtures.gzip(Fixtures.join(parts.toArray(new byte[0][])));
    server.createContext("/archive", exchange -> answer(exchange, archive));
    URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/archive");
    Remote remote = new Remote(address, "c.tar.gz", archive.length, md5(archive));
    DatasetRegistry registry =
        new DatasetRegistry(
            List.of(new DatasetRegistry.RemoteEntry("small", "for tests", List.of(remote))));
    DataOptions options = DataOptions.of(folder.resolve("cache"));
    assertThat(Fixtures.error(() -> DataSource.open("small", options, registry)))
        .isEqualTo(
            "small is not on this machine\n  expected: its files in "
                + folder.resolve("cache/small")
                + "\n  fix: add --download (1 MB from localhost), or put the files there by hand");
    for (int i = 0; i < 2; i++) {
      Splits splits = DataSource.open("small", options.download(true), registry);
      assertThat(splits.train().size()).isEqualTo(10);
    }
    assertThat(DataSource.open("small", options, registry).test().size()).isEqualTo(2);
    assertThat(asked).containsExactly("null");
    try (var files = Files.list(folder.resolve("cache/small"))) {
      assertThat(files.map(p -> p.getFileName().toString()))
          .containsExactly("cifar-10-batches-bin");
    }
  }

  @Test
  void downloadsAndOpensIdxFiles() throws IOException {
    Path made = folder.resolve("made");
    Fixtures.idxFolder(made, new byte[] {1, 0}, new byte[] {1});
    List<Remote> files = new ArrayList<>();
    try (var list = Files.list(made)) {
      for (Path file : list.sorted().toList()) {
        byte[] content = Files.readAllBytes(file);
        String name = String.valueOf(file.getFileName());
        server.createContext("/" + name, exchange -> answer(exchange, content));
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/" + name);
        files.add(new Remote(address, name, content.length, md5(content)));
      }
    }
    DatasetRegistry registry =
        new DatasetRegistry(List.of(new DatasetRegistry.RemoteEntry("tiny", "for tests", files)));
    DataOptions options = DataOptions.of(folder.resolve("cache")).download(true);
    assertThat(DataSource.open("tiny", options, registry).train().size()).isEqualTo(2);
    Files.delete(folder.resolve("cache/tiny").resolve(files.get(0).name()));
    assertThat(DataSource.open("tiny", options, registry).train().size()).isEqualTo(2);
    assertThat(asked).hasSize(5);
  }
}

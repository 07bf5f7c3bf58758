package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// Fetches files over HTTP: goes on where it was broken off, and checks what came.
///
/// Bytes go to a file that ends in `.part`; it gets its name only when its checksum is right.
public final class Download {
  private final Duration patience;
  private final Progress progress;

  /// @param patience how long to wait for a connection, and for the next bytes
  /// @param progress is told the bytes so far
  public Download(Duration patience, Progress progress) {
    this.patience = patience;
    this.progress = progress;
  }

  /// One file to fetch.
  ///
  /// @param address where it is
  /// @param name what to call it here
  /// @param size in bytes
  /// @param md5 32 hexadecimal digits, as published
  public record Remote(URI address, String name, long size, String md5) {}

  /// Fetches a file, unless it is there with the right checksum.
  ///
  /// @param task what to tell the progress
  /// @return the file in the folder
  /// @throws LoupeException if the host can't be reached, answers with an error, breaks off, or
  ///   sends something else than was published
  public Path fetch(String task, Remote remote, Path folder) {
    Path file = folder.resolve(remote.name());
    Path part = folder.resolve(remote.name() + ".part");
    try {
      if (Files.isRegularFile(file) && md5(file).equals(remote.md5())) {
        return file;
      }
      Files.createDirectories(folder);
      if (!Files.isRegularFile(part) || Files.size(part) != remote.size()) {
        transfer(task, remote, part);
      }
      String got = md5(part);
      if (!got.equals(remote.md5())) {
        Files.delete(part);
        throw LoupeException.of(remote.address() + ": the file is not the published one")
            .expected("md5 " + remote.md5())
            .got("md5 " + got)
            .fix("run it again; if that doesn't help, download the file by hand to " + folder);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw LoupeException.of(file + ": can't be written (" + e + ")").causedBy(e);
    }
  }

  private void transfer(String task, Remote remote, Path part) throws IOException {
    long have = Files.isRegularFile(part) ? Files.size(part) : 0;
    if (have > remote.size()) {
      Files.delete(part);
      have = 0;
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(remote.address()).timeout(patience);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(patience)
            .build()) {
      HttpResponse<InputStream> response = send(client, request.build(), remote, part);
      try (InputStream body = response.body()) {
        boolean goesOn = response.statusCode() == 206 && startsAt(response, have);
        if (!goesOn && response.statusCode() != 200) {
          throw LoupeException.of(remote.address() + ": the server doesn't give the file")
              .expected("status 200")
              .got("status " + response.statusCode())
              .fix(byHand(remote, part));
        }
        write(task, remote, body, part, goesOn ? have : 0);
      } finally {
        client.shutdownNow();
      }
    }
  }

  private static boolean startsAt(HttpResponse<?> response, long have) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    return range.startsWith("bytes " + have + "-");
  }

  private static HttpResponse<InputStream> send(
      HttpClient client, HttpRequest request, Remote remote, Path part) {
    String host = remote.address().getHost();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw LoupeException.of("can't reach " + host).fix(byHand(remote, part)).causedBy(e);
    } catch (HttpTimeoutException e) {
      throw LoupeException.of(host + " doesn't answer").fix(byHand(remote, part)).causedBy(e);
    } catch (IOException e) {
      throw LoupeException.of("the connection to " + host + " broke (" + e.getMessage() + ")")
          .fix(byHand(remote, part))
          .causedBy(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoupeException.of("the download was interrupted").causedBy(e);
    }
  }

  private static String byHand(Remote remote, Path part) {
    return "check the network, or download "
        + remote.address()
        + " by hand to "
        + part.toAbsolutePath().getParent();
  }

  private void write(String task, Remote remote, InputStream body, Path part, long have)
      throws IOException {
    AtomicLong done = new AtomicLong(have);
    Watch watch = new Watch(body, done, patience);
    watch.start();
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out =
        Files.newOutputStream(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
      while (true) {
        int n = read(body, buffer, remote, done.get(), watch);
        if (n < 0) {
          break;
        }
        out.write(buffer, 0, n);
        if (done.addAndGet(n) > remote.size()) {
          break;
        }
        progress.at(task, done.get(), remote.size());
      }
    } finally {
      watch.interrupt();
    }
    if (done.get() < remote.size()) {
      throw broken(remote, done.get(), watch.reason("the end of the answer"));
    }
    if (done.get() > remote.size()) {
      Files.delete(part);
      throw LoupeException.of(remote.address() + ": the file is not the published one")
          .expected(remote.size() + " bytes")
          .got("more")
          .fix(byHand(remote, part));
    }
  }

  private static int read(InputStream body, byte[] buffer, Remote remote, long done, Watch watch) {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw broken(remote, done, watch.reason("an error: " + e.getMessage())).causedBy(e);
    }
  }

  private static LoupeException broken(Remote remote, long done, String why) {
    return LoupeException.of(remote.address() + ": the download broke off")
        .expected(remote.size() + " bytes")
        .got(done + " bytes, then " + why)
        .fix("run it again: it goes on from there");
  }

  static String md5(Path file) throws IOException {
    MessageDigest digest = Sha256.digest("MD5");
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Closes a body when no bytes came for as long as the patience lasts, which ends the reading.
  private static final class Watch extends Thread {
    private final InputStream body;
    private final AtomicLong done;
    private final Duration patience;
    private volatile boolean stalled;

    Watch(InputStream body, AtomicLong done, Duration patience) {
      super("loupe-download");
      this.body = body;
      this.done = done;
      this.patience = patience;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        long before;
        do {
          before = done.get();
          Thread.sleep(patience);
        } while (done.get() != before);
        stalled = true;
        body.close();
      } catch (InterruptedException e) {
        // The download is over.
        return;
      } catch (IOException e) {
        // Broken already: the reader tells.
        return;
      }
    }

    String reason(String other) {
      return stalled ? "nothing for " + patience.toSeconds() + " s" : other;
    }
  }
}

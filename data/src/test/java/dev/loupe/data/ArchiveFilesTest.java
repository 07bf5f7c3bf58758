package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveFilesTest {
  private static final byte[] END = new byte[1024];
  private static final byte[] NOTHING = {};

  @TempDir Path folder;

  private Path write(byte[]... parts) throws IOException {
    return Fixtures.file(folder, "x.tar.gz", Fixtures.gzip(Fixtures.join(parts)));
  }

  private String error(Path file) {
    String message = Fixtures.error(() -> ArchiveFiles.read(file, n -> true, 1000));
    assertThat(message).startsWith(file + ": ");
    return message.substring(file.toString().length() + 2);
  }

  @Test
  void readsWhatIsWanted() throws IOException {
    Path file =
        write(
            Fixtures.tar("a/", '5', NOTHING),
            Fixtures.tar("a/2", '0', Fixtures.counting(600)),
            Fixtures.tar("a/1", '0', Fixtures.counting(3)),
            Fixtures.tar("../b", '0', Fixtures.counting(4)),
            END);
    var all = ArchiveFiles.read(file, n -> !n.endsWith("b"), 1000);
    assertThat(all.keySet()).containsExactly("a/1", "a/2");
    assertThat(all.get("a/2")).isEqualTo(Fixtures.counting(600));
    assertThat(ArchiveFiles.first(file)).contains("a/2");
    assertThat(folder).isDirectoryNotContaining(f -> !f.equals(file));
  }

  @Test
  void refusesWhatIsBrokenOrTooMuch() throws IOException {
    assertThat(error(write(Fixtures.tar("a", '0', Fixtures.counting(1001)), END)))
        .isEqualTo(
            "the tar archive holds too much\n  expected: at most 1000 bytes in all\n"
                + "  got: more, with 'a' at offset 0");
    assertThat(error(write(Fixtures.tar("a", '2', NOTHING), END)))
        .startsWith("the tar archive has an entry that Loupe doesn't unpack");
    assertThat(error(write(END, new byte[2000])))
        .isEqualTo(
            "the tar archive holds too much\n"
                + "  expected: at most 1000 bytes behind the last file\n  got: more");
    Path file = write(Fixtures.tar("a", '0', Fixtures.counting(3)), new byte[512]);
    byte[] content = Files.readAllBytes(file);
    for (int length = 0; length < content.length; length++) {
      Files.write(file, Arrays.copyOf(content, length));
      assertThat(error(file)).contains("unpacked");
    }
    Files.write(file, new byte[] {1, 2, 3});
    assertThat(ArchiveFiles.first(file)).isEmpty();
    assertThat(ArchiveFiles.first(folder.resolve("none.tgz"))).isEmpty();
    assertThat(ArchiveFiles.named(folder.resolve("none.tgz"))).isTrue();
    assertThat(ArchiveFiles.named(folder.resolve("none.zip"))).isFalse();
  }
}

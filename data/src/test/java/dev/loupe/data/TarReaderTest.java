package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TarReaderTest {
  private static final byte[] END = new byte[1024];
  private static final byte[] NOTHING = {};

  @TempDir Path folder;

  private void unpack(byte[] archive) throws IOException {
    TarReader.unpack(new ByteArrayInputStream(archive), folder.resolve("in"), 1000);
  }

  private String error(byte[]... parts) {
    return Fixtures.error(() -> unpack(Fixtures.join(parts)));
  }

  @Test
  void unpacksFilesAndFolders() throws IOException {
    byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
    unpack(
        Fixtures.join(
            Fixtures.tar("a/", '5', NOTHING),
            Fixtures.tar("pax", 'x', Fixtures.counting(700)),
            Fixtures.tar("a/b/c.txt", '0', text),
            Fixtures.tar("./d", '\0', NOTHING),
            Fixtures.tar("e", '0', Fixtures.counting(512)),
            END));
    assertThat(folder.resolve("in/a/b/c.txt")).hasBinaryContent(text);
    assertThat(folder.resolve("in/d")).isEmptyFile();
    assertThat(folder.resolve("in/e")).hasBinaryContent(Fixtures.counting(512));
    assertThat(folder.resolve("in/pax")).doesNotExist();
  }

  @Test
  void refusesPathsThatLeadOut() {
    for (String name : new String[] {"../x", "/x", "a/../../x", "a/..", "C:x", "a\\..\\x"}) {
      assertThat(error(Fixtures.tar(name, '0', NOTHING), END))
          .isEqualTo(
              "the tar archive has a path that leads out of its folder\n"
                  + "  expected: relative paths without '..'\n  got: '"
                  + name
                  + "' at offset 0");
    }
    assertThat(folder.resolve("x")).doesNotExist();
    assertThat(Files.exists(Path.of("/x"))).isFalse();
  }

  @Test
  void refusesLinks() {
    byte[] before = Fixtures.tar("a", '0', NOTHING);
    assertThat(error(before, Fixtures.tar("b", '2', NOTHING), END))
        .isEqualTo(
            "the tar archive has an entry that Loupe doesn't unpack\n"
                + "  expected: files and folders\n  got: type '2' for 'b' at offset 512");
  }

  @Test
  void refusesTooMuch() {
    byte[] large = Fixtures.tar("a", '0', Fixtures.counting(600));
    assertThat(error(large, large, END))
        .isEqualTo(
            "the tar archive holds too much\n  expected: at most 1000 bytes in all\n"
                + "  got: more, with 'a' at offset 1536");
  }

  @Test
  void refusesBrokenArchives() {
    byte[] archive = Fixtures.tar("a", '0', Fixtures.counting(600));
    assertThat(error(archive))
        .isEqualTo(
            "the tar archive is cut short at offset 1536\n"
                + "  expected: a header of 512 bytes at offset 1536\n  got: 0 bytes");
    assertThat(error(Arrays.copyOf(archive, 612)))
        .isEqualTo(
            "the tar archive is cut short at offset 612\n"
                + "  expected: 500 more bytes of this entry\n  got: the end");
    byte[] bent = archive.clone();
    bent[0]++;
    assertThat(error(bent))
        .isEqualTo(
            "the tar archive has a broken header at offset 0\n  expected: the checksum 1939\n"
                + "  got: 1940");
    byte[] size = archive.clone();
    size[124] = (byte) 0x80;
    int sum = 1939 - '0' + 0x80;
    System.arraycopy("%06o\0 ".formatted(sum).getBytes(StandardCharsets.UTF_8), 0, size, 148, 8);
    assertThat(error(size))
        .startsWith("the tar archive has a broken number at offset 124\n  expected: octal digits");
  }
}

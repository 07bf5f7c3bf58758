package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxFileTest {
  @TempDir Path folder;

  private String error(byte... content) {
    Path file = Fixtures.file(folder, "x", content);
    String message = Fixtures.error(() -> IdxFile.read(file));
    assertThat(message).startsWith(file + ": ");
    return message.substring(file.toString().length() + 2);
  }

  @Test
  void readsSizesAndValuesPackedOrNot() throws IOException {
    byte[] content =
        Fixtures.idx(
            new int[] {2, 1, 3}, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 255, (byte) 0);
    for (byte[] bytes : new byte[][] {content, Fixtures.gzip(content)}) {
      IdxFile file = IdxFile.read(Fixtures.file(folder, "x", bytes));
      assertThat(file.sizes()).containsExactly(2, 1, 3);
      assertThat(file.data()).containsExactly(1, 2, 3, 4, -1, 0);
      assertThat(Fixtures.join(file.header(), file.data())).isEqualTo(content);
    }
  }

  @Test
  void readsMoreThanOneChunk() throws IOException {
    byte[] values = Fixtures.counting(3_000_001);
    byte[] content = Fixtures.gzip(Fixtures.idx(new int[] {values.length}, values));
    assertThat(IdxFile.read(Fixtures.file(folder, "x", content)).data()).isEqualTo(values);
  }

  @Test
  void refusesOtherFormats() {
    assertThat(error((byte) 0x89, (byte) 'P', (byte) 'N', (byte) 'G'))
        .isEqualTo("this is no IDX file\n  expected: two zero bytes at offset 0\n  got: 0x89 0x50");
  }

  @Test
  void refusesOtherTypesByName() {
    String text =
        "the IDX file has a type at offset 2 that Loupe doesn't read"
            + "\n  expected: 0x08 (unsigned byte)\n  got: %s\n  fix: convert the values to unsigned"
            + " bytes";
    assertThat(error((byte) 0, (byte) 0, (byte) 9, (byte) 1))
        .isEqualTo(text.formatted("0x09 (signed byte)"));
    assertThat(error((byte) 0, (byte) 0, (byte) 0xB, (byte) 1))
        .isEqualTo(text.formatted("0x0B (16-bit integer)"));
    assertThat(error((byte) 0, (byte) 0, (byte) 0xC, (byte) 1))
        .isEqualTo(text.formatted("0x0C (32-bit integer)"));
    assertThat(error((byte) 0, (byte) 0, (byte) 0xD, (byte) 1))
        .isEqualTo(text.formatted("0x0D (32-bit float)"));
    assertThat(error((byte) 0, (byte) 0, (byte) 0xE, (byte) 1))
        .isEqualTo(text.formatted("0x0E (64-bit float)"));
    assertThat(error((byte) 0, (byte) 0, (byte) 0xFF, (byte) 1))
        .isEqualTo(text.formatted("0xFF (unknown)"));
  }

  @Test
  void refusesOddNumbersOfAxes() {
    String text = "the IDX file has an odd number of axes at offset 3\n  expected: 1 to 8\n  got: ";
    assertThat(error((byte) 0, (byte) 0, (byte) 8, (byte) 0)).isEqualTo(text + "0");
    assertThat(error((byte) 0, (byte) 0, (byte) 8, (byte) 9)).isEqualTo(text + "9");
  }

  @Test
  void refusesEveryTruncation() {
    byte[] content = Fixtures.idx(new int[] {2, 2}, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
    for (int length = 0; length < content.length; length++) {
      String expected =
          length < 4
              ? "4 bytes of header at offset 0"
              : length < 12 ? "2 sizes of 4 bytes at offset 4" : "4 values from offset 12 to 16";
      assertThat(error(Arrays.copyOf(content, length)))
          .isEqualTo(
              "the IDX file is cut short\n  expected: "
                  + expected
                  + "\n  got: the end of the file at offset "
                  + length
                  + "\n  fix: get the file again");
    }
  }

  @Test
  void refusesTrailingBytes() {
    byte[] content = Fixtures.idx(new int[] {1}, (byte) 1, (byte) 2);
    assertThat(error(content))
        .isEqualTo(
            "bytes follow the last value\n  expected: the end of the file at offset 9\n  got: more"
                + " bytes\n  fix: get the file again");
  }

  @Test
  void refusesEmptySizes() {
    assertThat(error(Fixtures.idx(new int[] {3, 0})))
        .isEqualTo("the IDX file is empty\n  expected: a size of at least 1 at offset 8\n  got: 0");
  }

  @Test
  void refusesSizesThatNoArrayHolds() {
    assertThat(error(Fixtures.idx(new int[] {-1, -1, -1})))
        .isEqualTo(
            "the IDX file claims too many values for one array\n  expected: at most 2147483583\n"
                + "  got: sizes 4294967295x4294967295x4294967295");
    assertThat(error(Fixtures.idx(new int[] {1 << 16, 1 << 16})))
        .isEqualTo(
            "the IDX file claims too many values for one array\n  expected: at most 2147483583\n"
                + "  got: sizes 65536x65536");
  }

  @Test
  void allocatesNoMoreThanTheFileHolds() {
    byte[] content = Fixtures.idx(new int[] {2_000_000_000}, Fixtures.counting(5));
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(error(content))
        .isEqualTo(
            "the IDX file is cut short\n"
                + "  expected: 2000000000 values from offset 8 to 2000000008\n"
                + "  got: the end of the file at offset 13\n"
                + "  fix: get the file again");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
  }

  @Test
  void refusesBrokenGzip() throws IOException {
    byte[] packed = Fixtures.gzip(Fixtures.idx(new int[] {1000}, Fixtures.counting(1000)));
    assertThat(error(Arrays.copyOf(packed, packed.length - 8)))
        .isEqualTo(
            "the gzip data is broken after 1008 unpacked bytes (it ends too early)\n"
                + "  fix: get the file again");
    packed[packed.length - 5] ^= 1;
    assertThat(error(packed))
        .isEqualTo(
            "the gzip data is broken after 1008 unpacked bytes (Corrupt GZIP trailer)\n"
                + "  fix: get the file again");
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    Path file = folder.resolve("none");
    assertThat(Fixtures.error(() -> IdxFile.read(file)))
        .isEqualTo(file + ": there is no such file");
  }
}

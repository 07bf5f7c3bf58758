package dev.loupe.data.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.io.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DICOM files made to do harm, and what is said about them.
final class DicomHostileTest {
  @TempDir private Path folder = Path.of("");

  /// Writes explicit little-endian elements.
  private static final class Elements {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Elements number(int tag, int value) {
      return add(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
    }

    Elements text(int tag, String type, String value) {
      return add(tag, type, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    Elements add(int tag, String type, byte[] value) {
      return head(tag, type, value.length).raw(value);
    }

    Elements head(int tag, String type, int length) {
      boolean wide = "OB OW SQ UN".contains(type);
      ByteBuffer head = ByteBuffer.allocate(wide ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
      head.putShort((short) (tag >>> 16)).putShort((short) tag);
      head.put(type.getBytes(StandardCharsets.ISO_8859_1));
      return raw(
          (wide ? head.putShort((short) 0).putInt(length) : head.putShort((short) length)).array());
    }

    Elements item(int tag, int length) {
      ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      head.putShort((short) (tag >>> 16)).putShort((short) tag).putInt(length);
      return raw(head.array());
    }

    Elements raw(byte... bytes) {
      out.writeBytes(bytes);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  /// A file of this syntax up to its pixels: 1 sample of so many bits.
  private static Elements file(String syntax, int rows, int columns, String frames, int bits) {
    Elements file =
        new Elements().raw(new byte[128]).raw((byte) 'D', (byte) 'I', (byte) 'C', (byte) 'M');
    file.text(DicomTag.TRANSFER_SYNTAX, "UI", syntax);
    return file.raw(picture(rows, columns, frames, bits).bytes());
  }

  private static Elements picture(int rows, int columns, String frames, int bits) {
    return new Elements()
        .text(DicomTag.MODALITY, "CS", "OT")
        .number(DicomTag.SAMPLES, 1)
        .text(DicomTag.PHOTOMETRIC, "CS", "MONOCHROME2 ")
        .text(DicomTag.FRAMES, "IS", frames)
        .number(DicomTag.ROWS, rows)
        .number(DicomTag.COLUMNS, columns)
        .number(DicomTag.BITS_ALLOCATED, bits);
  }

  private static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final String RLE = "1.2.840.10008.1.2.5 ";

  private String error(Elements file) throws IOException {
    Path path = Files.write(folder.resolve("x.dcm"), file.bytes());
    String message = TestData.error(() -> DicomFile.open(path).read());
    assertThat(message).startsWith(path + ": ");
    return message.substring(path.toString().length() + 2);
  }

  @Test
  void claimsThatDoNotFollowAreRefused() throws IOException {
    assertThat(error(file(EXPLICIT, 65535, 65535, "1 ", 16).head(DicomTag.PIXELS, "OW", 1 << 30)))
        .startsWith("the frames don't fit one array");
    assertThat(
            error(file(EXPLICIT, 20000, 20000, "1 ", 16).head(DicomTag.PIXELS, "OW", 800_000_000)))
        .startsWith("the pixel data at offset 251 is too short\n  expected: 800000000 bytes");
    assertThat(
            error(
                file(EXPLICIT, 2, 2, "99999999", 8)
                    .head(DicomTag.PIXELS, "OB", 4)
                    .raw(new byte[4])))
        .startsWith("the pixel data at offset 257 is too short\n  expected: 399999996 bytes");
    assertThat(error(file(EXPLICIT, 2, 2, "1 ", 8).head(DicomTag.PIXELS, "OB", 3).raw(new byte[3])))
        .isEqualTo(
            "the pixel data at offset 251 is too short\n"
                + "  expected: 4 bytes for 1 frames of 2x2, 1 samples of 8 bits\n  got: 3 bytes");
    assertThat(error(file(EXPLICIT, 2, 2, "1 ", 8).head(0x00290010, "UN", 0x7FFFFFF0)))
        .startsWith("the file ends inside element (0029,0010) (from offset 251)");
    assertThat(error(file(EXPLICIT, 2, 2, "-1", 8).head(DicomTag.PIXELS, "OB", 0)))
        .startsWith("element (0028,0008) does not fit pixels");
  }

  @Test
  void runLengthsThatCannotFillAFrameAreRefused() throws IOException {
    Elements packed =
        file(RLE, 30000, 30000, "1 ", 16)
            .head(DicomTag.PIXELS, "OB", -1)
            .item(DicomTag.ITEM, 0)
            .item(DicomTag.ITEM, 4)
            .raw(new byte[4])
            .item(DicomTag.SEQUENCE_END, 0);
    assertThat(error(packed))
        .startsWith("the pixel data at offset 252 is too short\n  expected: 1800000000 bytes");
    assertThat(error(frame(new byte[70], 1)))
        .isEqualTo(
            "an RLE frame has the wrong number of segments\n"
                + "  expected: 1 for 1 frames of 2x2, 1 samples of 8 bits\n  got: 0");
    byte[] frame = new byte[70];
    frame[0] = 1;
    frame[4] = 99;
    assertThat(error(frame(frame, 1))).startsWith("segment 0 of an RLE frame lies outside of it");
    frame[4] = 64;
    // One byte as it is, one byte, then a run of none.
    frame[66] = -128;
    frame[67] = 5;
    assertThat(error(frame(frame, 1))).startsWith("a segment of an RLE frame is cut short");
    frame[66] = -3;
    assertThat(
            DicomFile.open(Files.write(folder.resolve("y.dcm"), frame(frame, 1).bytes()))
                .read()
                .data())
        .containsExactly(0, 5, 5, 5);
    assertThat(error(frame(frame, 2))).startsWith("there are too few frames in the pixel data");
  }

  /// Frames of 2 by 2 pixels, of which the first is there.
  private static Elements frame(byte[] frame, int frames) {
    return file(RLE, 2, 2, frames + " ", 8)
        .head(DicomTag.PIXELS, "OB", -1)
        .item(DicomTag.ITEM, 0)
        .item(DicomTag.ITEM, frame.length)
        .raw(frame)
        .item(DicomTag.SEQUENCE_END, 0);
  }

  @Test
  void depthIsBounded() throws IOException {
    Elements deep = file(EXPLICIT, 2, 2, "1 ", 8);
    for (int i = 0; i < 100_000; i++) {
      deep.head(0x00290010, "SQ", -1).item(DicomTag.ITEM, -1);
    }
    assertThat(error(deep)).startsWith("the DICOM file's items are nested too deeply at offset");
  }

  @Test
  void numberIsBounded() throws IOException {
    Elements many = file(EXPLICIT, 2, 2, "1 ", 8);
    for (int i = 0; i < 1_000_001; i++) {
      many.head(0x00290010, "CS", 0);
    }
    assertThat(error(many))
        .isEqualTo(
            "the DICOM file has too many elements before its pixels\n  expected: at most 1000000");
  }

  @Test
  void packedBombsTakeNoMemory() throws IOException {
    // 60 MB in one element, then pixels that lie about their size.
    Elements file =
        new Elements().raw(new byte[128]).raw((byte) 'D', (byte) 'I', (byte) 'C', (byte) 'M');
    file.text(DicomTag.TRANSFER_SYNTAX, "UI", "1.2.840.10008.1.2.1.99");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9, true))) {
      out.write(
          new Elements()
              .text(DicomTag.MODALITY, "CS", "OT")
              .head(0x00090010, "UN", 60 << 20)
              .bytes());
      for (int i = 0; i < 60; i++) {
        out.write(new byte[1 << 20]);
      }
      out.write(picture(2, 2, "1 ", 8).bytes());
      out.write(
          new Elements()
              .head(DicomTag.PIXELS, "OB", 4)
              .raw((byte) 1, (byte) 2, (byte) 3, (byte) 4)
              .bytes());
    }
    Path path = Files.write(folder.resolve("x.dcm"), file.raw(packed.toByteArray()).bytes());
    assertThat(Files.size(path)).isLessThan(80_000);
    DicomFile read = DicomFile.open(path);
    assertThat(read.dataSet().find(0x00090010).orElseThrow().value()).isEmpty();
    assertThat(read.read().data()).containsExactly(1, 2, 3, 4);
    byte[] cut = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(cut, cut.length - 40));
    assertThat(TestData.error(() -> DicomFile.open(path)))
        .startsWith(path + ": the packed data is broken after 62914");
  }

  @Test
  void structureThatIsBrokenIsSaid() throws IOException {
    assertThat(error(file(EXPLICIT, 2, 2, "1 ", 8).item(DicomTag.ITEM_END, 0)))
        .isEqualTo("a delimiter stands alone at offset 239\n  got: (FFFE,E00D)");
    assertThat(error(file(EXPLICIT, 2, 2, "1 ", 8).head(0x00290010, "SQ", 8).item(0x00280010, 0)))
        .isEqualTo("there is no item at offset 251\n  expected: (FFFE,E000)\n  got: (0028,0010)");
    assertThat(
            error(file(EXPLICIT, 2, 2, "1 ", 8).head(0x00290010, "SQ", 8).item(DicomTag.ITEM, 100)))
        .isEqualTo(
            "the item at offset 259 is longer than what it is in\n"
                + "  expected: at most 0 bytes\n  got: 100 bytes");
    Elements inner =
        file(EXPLICIT, 2, 2, "1 ", 8).head(0x00290010, "SQ", 16).item(DicomTag.ITEM, 8);
    assertThat(error(inner.head(0x00290011, "LO", 9)))
        .isEqualTo(
            "element (0029,0011) at offset 267 is longer than the item it is in\n"
                + "  expected: at most 0 bytes\n  got: 9 bytes");
    assertThat(error(file(EXPLICIT, 2, 2, "1 ", 8).raw(new byte[12])))
        .startsWith("element (0000,0000) at offset 239 has no type");
    assertThat(error(file("1.2.840.10008.1.2.4.90", 2, 2, "1 ", 8).head(DicomTag.PIXELS, "OB", -1)))
        .isEqualTo(
            "the pixels are packed in a way that Loupe doesn't read\n"
                + "  expected: pixels that are not packed, or by RLE Lossless\n"
                + "  got: JPEG 2000 (Lossless Only) (1.2.840.10008.1.2.4.90)\n"
                + "  fix: unpack the file first, for example with gdcmconv --raw");
    for (String text : List.of("", "hello", "DICM", "\0\0\0\0\0\0\0\0\0")) {
      Path path = Files.writeString(folder.resolve("t.dcm"), text);
      assertThat(TestData.error(() -> DicomFile.open(path)))
          .startsWith(path + ": this is no DICOM file");
    }
  }
}

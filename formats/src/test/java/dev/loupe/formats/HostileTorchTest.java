package dev.loupe.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.loupe.tensor.LoupeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files that are broken or mean harm: a message with the file, soon, in little memory.
@Timeout(120)
final class HostileTorchTest {
  private static final long FRUGAL = 400L << 20;

  @TempDir Path folder;

  /// A file is read as far as it goes, or refused by name.
  private void survives(byte[] bytes, String what) throws IOException {
    Path file = folder.resolve("model.pt");
    Files.write(file, bytes);
    assertThatCode(
            () -> {
              try {
                TorchFile read = TorchFile.open(file);
                read.names().forEach(read::values);
              } catch (LoupeException e) {
                assertThat(e).hasMessageStartingWith(file.toString());
              }
            })
        .as(what)
        .doesNotThrowAnyException();
  }

  private String refused(byte[] bytes) throws IOException {
    Path file = folder.resolve("model.pt");
    Files.write(file, bytes);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    String[] message = new String[1];
    assertThatThrownBy(() -> TorchFile.open(file))
        .isInstanceOfSatisfying(
            LoupeException.class, e -> message[0] = String.valueOf(e.getMessage()));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(FRUGAL);
    assertThat(message[0]).startsWith(file + ": ");
    return message[0].substring(file.toString().length() + 2);
  }

  /// An archive with this pickle.
  private static byte[] archive(byte[] pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("net/data.pkl"));
      zip.write(pickle);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] member(byte[] archive, String ending) throws IOException {
    Path file = Files.write(folder.resolve("whole.pt"), archive);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry =
          zip.stream().filter(e -> e.getName().endsWith(ending)).findFirst().orElseThrow();
      return zip.getInputStream(entry).readAllBytes();
    }
  }

  @Test
  void aPickleThatCallsTheSystemIsRefusedByName() throws IOException {
    byte[] pickle = latin("\u0080\u0002cos\nsystem\n(X\u0004\u0000\u0000\u0000exitt\u0085R.");
    assertThat(refused(archive(pickle)))
        .isEqualTo(
            "net/data.pkl: the pickle asks for 'os.system' at byte 2\n"
                + "  expected: tensors in dictionaries and lists, no other objects\n"
                + "  fix: in Python, save the weights alone: torch.save(model.state_dict(), file)");
    assertThat(refused(archive(latin("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093."))))
        .contains("'os.system' at byte 14");
    assertThat(refused(archive(latin("c__builtin__\neval\n."))))
        .contains("'__builtin__.eval' at byte 0");
    assertThat(refused(archive(latin("cbuiltins\ngetattr\n."))))
        .contains("'builtins.getattr' at byte 0");
    assertThat(refused(archive(latin("(ios\nsystem\n.")))).contains("0x69 is unknown");
  }

  @Test
  void legacyFilesAreCutAnywhere() throws IOException {
    byte[] whole = TorchFileTest.fixture("small legacy");
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void archivesAreCutAnywhere() throws IOException {
    byte[] whole = TorchFileTest.fixture("zip protocol 4");
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length));
    }
    byte[] pickle = member(whole, "data.pkl");
    for (int length = 0; length < pickle.length; length++) {
      assertThat(refused(archive(Arrays.copyOf(pickle, length)))).contains("byte");
    }
  }

  @Test
  void anyBytesMayBeChanged() throws IOException {
    Random random = new Random(1);
    for (String name : new String[] {"checkpoint", "legacy checkpoint", "legacy"}) {
      byte[] whole = TorchFileTest.fixture(name);
      for (int i = 0; i < 600; i++) {
        byte[] changed = whole.clone();
        for (int k = 0; k < 1 + i % 4; k++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        survives(changed, name + " " + i);
      }
    }
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[2 + random.nextInt(400)];
      random.nextBytes(noise);
      noise[0] = (byte) 0x80;
      survives(noise, "noise " + i);
      survives(archive(noise), "noise in an archive " + i);
    }
  }

  @Test
  void lengthsOfTerabytesAreNotBelieved() throws IOException {
    String huge = "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f";
    assertThat(refused(archive(latin("\u008d" + huge))))
        .contains("cut short\n  expected: 9223372036854775807 bytes at byte 9");
    assertThat(refused(archive(latin("X\u00ff\u00ff\u00ff\u007f")))).contains("cut short");
    assertThat(refused(archive(latin("\u008b\u00ff\u00ff\u00ff\u007f")))).contains("too long");
    assertThat(
            refused(
                tensor("(J\u00ff\u00ff\u00ff\u007fJ\u00ff\u00ff\u00ff\u007ft", "(K\u0000K\u0000t")))
        .contains("does not fit its storage");
    assertThat(refused(tensor("(K\u0002t", "(\u008a\u0008" + huge + "t")))
        .contains("does not fit its storage");
    assertThat(refused(tensor("(J\u00ff\u00ff\u00ff\u00fft", "(K\u0001t")))
        .contains("does not fit its storage");
    assertThat(refused(tensor("(K\u0003t", "(K\u0001t"))).contains("does not fit its storage");
  }

  /// A tensor over a storage of two floats, which the archive lacks.
  private static byte[] tensor(String sizes, String strides) throws IOException {
    String storage =
        "(X\u0007\u0000\u0000\u0000storagectorch\nFloatStorage\nX\u0001\u0000\u0000\u00000X";
    String id = storage + "\u0003\u0000\u0000\u0000cpuK\u0002tQ";
    String call = "ctorch._utils\n_rebuild_tensor_v2\n(" + id + "K\u0000" + sizes + strides + "tR.";
    return archive(latin(call));
  }

  @Test
  void aTensorWithoutItsStorageIsRefused() throws IOException {
    assertThat(refused(tensor("(K\u0002t", "(K\u0001t")))
        .isEqualTo(
            "the archive lacks the numbers of a storage\n"
                + "  expected: 8 bytes as 'net/data/0'\n  got: no such member");
  }

  @Test
  void nestingAndSelfReferencesEnd() throws IOException {
    assertThat(refused(archive(latin("(".repeat(1_000_000))))).contains("nested too deeply");
    String lists = "]".repeat(100_000) + "a".repeat(99_999) + ".";
    assertThat(refused(archive(latin(lists)))).startsWith("there are no tensors");
    assertThat(refused(archive(latin("]q\u0000h\u0000a.")))).startsWith("there are no tensors");
    assertThat(refused(archive(latin("}q\u0000(X\u0005\u0000\u0000\u0000modelh\u0000u."))))
        .startsWith("there are no tensors");
    assertThat(refused(archive(latin("}q\u0000(h\u0000h\u0000u."))))
        .startsWith("there are no tensors");
    assertThat(refused(archive(latin("]".repeat(30_000_000))))).contains("too long");
  }

  @Test
  void aZipBombIsStopped() throws IOException {
    String doubling = "]q\u0000" + "(h\u0000h\u0000h\u0000e".repeat(1000) + ".";
    assertThat(refused(archive(latin(doubling)))).startsWith("there are no tensors");
    // A text of 200 MB in 200 kB.
    byte[] bomb = new byte[200_000_000];
    Arrays.fill(bomb, (byte) ' ');
    byte[] head = latin("X\u0000\u0000\u0000\u000b");
    System.arraycopy(head, 0, bomb, 0, head.length);
    assertThat(refused(archive(bomb))).contains("too long");
  }
}

package dev.loupe.data.signal;

import static dev.loupe.data.signal.SignalFixtures.error;
import static dev.loupe.data.signal.SignalFixtures.wav16;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Dataset;
import dev.loupe.data.GroupRule;
import dev.loupe.data.Leak;
import dev.loupe.data.Progress;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WavFolderTest {
  private static final SignalOptions OPTIONS = SignalOptions.DEFAULT;

  @TempDir Path folder;

  private void put(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private WavFolderSplits open(SignalOptions options) {
    assertThat(WavFolder.isIn(folder)).isTrue();
    return WavFolder.open(folder, options, Progress.none());
  }

  private static float[] sample(Dataset data, int index) {
    Tensor sample = Tensor.zeros(data.shape().prepend(2)).item(1);
    sample.fill(99);
    data.read(index, sample);
    return sample.toArray();
  }

  private static List<String> names(WavFolder data) {
    return IntStream.range(0, data.size()).mapToObj(data::name).toList();
  }

  private static int[] counting(int count) {
    return IntStream.rangeClosed(1, count).toArray();
  }

  private static float[] parts(int... values) {
    float[] parts = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      parts[i] = values[i] / 32768f;
    }
    return parts;
  }

  @Test
  void classesAreFolders() throws IOException {
    for (int i = 0; i < 10; i++) {
      put("yes/" + i + ".wav", wav16(1, 8, counting(6)));
      put("no/deep/" + i + ".WAV", wav16(1, 8, counting(6)));
    }
    put("no/notes.txt", new byte[3]);
    put("no/.hidden.wav", new byte[3]);
    put("no/broken.wav", new byte[3]);
    List<Long> progress = new ArrayList<>();
    WavFolderSplits opened =
        WavFolder.open(
            folder,
            OPTIONS,
            (task, done, total) -> {
              synchronized (progress) {
                progress.add(100 * done + total);
              }
            });
    assertThat(progress).hasSize(21).contains(2121L);
    assertThat(opened.train().classes()).containsExactly("no", "yes");
    assertThat(opened.train().size()).isEqualTo(16);
    assertThat(opened.test().size()).isEqualTo(4);
    assertThat(opened.train().shape()).hasToString("6x1");
    assertThat(opened.train().rate()).isEqualTo(8);
    assertThat(opened.train().group(0)).isEmpty();
    assertThat(sample(opened.train(), 0)).isEqualTo(parts(1, 2, 3, 4, 5, 6));
    assertThat(opened.broken()).hasSize(1);
    assertThat(opened.broken().getFirst().reason())
        .startsWith(folder.resolve("no/broken.wav") + ": the WAV file is cut short; expected: ");
    assertThat(names(open(OPTIONS).test())).isEqualTo(names(opened.test()));
    assertThat(names(open(OPTIONS.withTest(0.2, 5)).test())).isNotEqualTo(names(opened.test()));
    assertThat(opened.test().card().description())
        .isEqualTo("4 recordings in 2 classes at 8 Hz, to be judged by");
    assertThat(error(() -> open(OPTIONS.withStrict(true))))
        .startsWith(folder + ": 1 recording is broken\n  expected: recordings that can be read");
    assertThat(error(() -> open(OPTIONS.withRule(new GroupRule.Share(0.2, 0)))))
        .startsWith(folder + ": the recordings can't be divided by whom they come from");
  }

  @Test
  void foldersForTrainAndTestAreTaken() throws IOException {
    for (String name : List.of("train/a/1", "train/b/1", "train/b/2", "test/b/1", "test/a/1")) {
      put(name + ".wav", wav16(1, 8, counting(3)));
    }
    WavFolderSplits opened = open(OPTIONS);
    assertThat(names(opened.train())).containsExactly("a/1.wav", "b/1.wav", "b/2.wav");
    assertThat(names(opened.test())).containsExactly("a/1.wav", "b/1.wav");
    put("test/c/1.wav", wav16(1, 8, counting(3)));
    assertThat(error(() -> open(OPTIONS)))
        .startsWith(folder + ": the test has a class that can't be learned");
  }

  @Test
  void whatIsTooLongIsCutAndWhatIsTooShortIsFilledUp() throws IOException {
    put("a_x_5.wav", wav16(1, 4, counting(7)));
    put("b_x_5.wav", wav16(1, 4, counting(3)));
    put("b_x_6.wav", wav16(1, 4, counting(8)));
    put("a_x_0.wav", wav16(1, 4, counting(4)));
    WavFolderSplits opened = open(OPTIONS);
    assertThat(names(opened.train())).containsExactly("a_x_5.wav", "b_x_5.wav", "b_x_6.wav");
    assertThat(sample(opened.train(), 0)).isEqualTo(parts(2, 3, 4, 5));
    assertThat(sample(opened.train(), 1)).isEqualTo(parts(1, 2, 3, 0));
    assertThat(sample(opened.train(), 2)).isEqualTo(parts(3, 4, 5, 6));
    assertThat(sample(opened.test(), 0)).isEqualTo(parts(1, 2, 3, 4));
    assertThat(opened.train().length(2)).isEqualTo(8);
    WavFolderSplits longer = open(OPTIONS.withSize(2.5, 0).withCache(50));
    assertThat(longer.train().shape()).hasToString("10x1");
    for (int again = 0; again < 2; again++) {
      assertThat(sample(longer.train(), 1)).isEqualTo(parts(0, 0, 0, 1, 2, 3, 0, 0, 0, 0));
      assertThat(sample(longer.train(), 2)).isEqualTo(parts(0, 1, 2, 3, 4, 5, 6, 7, 8, 0));
    }
    assertThat(error(() -> open(OPTIONS.withSize(86_400, 48_000))))
        .isEqualTo(
            "the samples would be too long\n  expected: at most 67108864 values\n"
                + "  got: 4147200000, at 48000 Hz\n"
                + "  fix: choose a shorter time, or a lower rate");
    put("b_x_6.wav", wav16(1, 2_000_000_000, counting(3)));
    assertThat(error(() -> open(OPTIONS.withSize(40, 100_000))))
        .startsWith(folder.resolve("b_x_6.wav") + ": a sample would need too much of this file");
  }

  @Test
  void ratesAreChangedAndChannelsAreMixed() throws IOException {
    float[] noise = SignalFixtures.noise(3000);
    int[] numbers = new int[6000];
    float[] mean = new float[3000];
    for (int i = 0; i < 3000; i++) {
      numbers[2 * i] = (int) (noise[i] * 10_000);
      numbers[2 * i + 1] = 3;
      mean[i] = (numbers[2 * i] / 32768f + 3 / 32768f) / 2;
    }
    put("a_x_5.wav", wav16(2, 2000, numbers));
    put("b_x_5.wav", wav16(1, 1000, counting(1500)));
    put("b_x_0.wav", wav16(1, 1000, counting(1500)));
    WavFolderSplits opened = open(OPTIONS.withSize(0.5, 0));
    assertThat(opened.train().rate()).isEqualTo(1000);
    assertThat(opened.train().shape()).hasToString("500x1");
    float[] whole = new float[1500];
    Resample.of(2000, 1000).apply(mean, 0, 3000, 1, 0, 1500, whole, 0);
    assertThat(sample(opened.train(), 0)).isEqualTo(Arrays.copyOfRange(whole, 500, 1000));
    assertThat(open(OPTIONS.withSize(0, 2000)).train().shape()).hasToString("3000x1");
    assertThat(error(() -> open(OPTIONS.withSize(0, 999_983))))
        .startsWith(
            folder.resolve("a_x_5.wav") + ": the rate can't be changed from 2000 to 999983");
  }

  @Test
  void channelsStayWhereAllHaveThem() throws IOException {
    put("a_x_5.wav", wav16(2, 4, 1, 2, 3, 4));
    put("b_x_5.wav", wav16(2, 4, 5, 6, 7, 8));
    put("b_x_0.wav", wav16(2, 4, 5, 6, 7, 8));
    assertThat(open(OPTIONS).train().shape()).hasToString("2x2");
    assertThat(sample(open(OPTIONS).train(), 1)).isEqualTo(parts(5, 6, 7, 8));
  }

  @Test
  void speakersAreGroups() throws IOException {
    for (String speaker : List.of("ann", "bob", "cyd")) {
      for (int i = 0; i < 8; i++) {
        put("recordings/" + i % 2 + "_" + speaker + "_" + i + ".wav", wav16(1, 4, counting(4)));
      }
    }
    WavFolderSplits official = open(OPTIONS);
    assertThat(official.test().size()).isEqualTo(15);
    assertThat(Leak.between(official.train(), official.test()).groups())
        .containsExactly("ann", "bob", "cyd");
    WavFolderSplits named = open(OPTIONS.withRule(new GroupRule.Named(Set.of("bob"))));
    assertThat(named.test().size()).isEqualTo(8);
    assertThat(Leak.names(named.train())).containsExactly("ann", "cyd");
    assertThat(named.test().card().description())
        .isEqualTo("8 recordings in 2 classes at 4 Hz, of bob");
    WavFolderSplits share = open(OPTIONS.withRule(new GroupRule.Share(0.3, 4)));
    assertThat(Leak.names(share.test())).hasSize(1);
    put("recordings/other.wav", wav16(1, 4, counting(4)));
    assertThat(error(() -> open(OPTIONS))).contains("too few classes");
  }

  @Test
  void anArchiveIsReadAsIfItWereUnpacked() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String name = i % 2 + "_ann_" + i + ".wav";
      parts.add(SignalFixtures.tar("recordings/" + name, wav16(1, 4, i, 2, 3, 4)));
      put("plain/" + name, wav16(1, 4, i, 2, 3, 4));
    }
    parts.add(SignalFixtures.tar("recordings/1_ann_99.wav", new byte[] {1}));
    parts.add(new byte[1024]);
    put("packed/x.tar.gz", SignalFixtures.gzip(SignalFixtures.join(parts.toArray(byte[][]::new))));
    Path packed = folder.resolve("packed");
    assertThat(WavFolder.isIn(packed)).isTrue();
    WavFolderSplits archive = WavFolder.open(packed, OPTIONS, Progress.none());
    WavFolderSplits plain = WavFolder.open(folder.resolve("plain"), OPTIONS, Progress.none());
    assertThat(archive.broken().getFirst().reason())
        .startsWith(packed.resolve("x.tar.gz/recordings/1_ann_99.wav") + ": the WAV file is cut");
    assertThat(archive.train().card().hash()).isEqualTo(plain.train().card().hash());
    assertThat(names(archive.train())).isEqualTo(names(plain.train()));
    for (int i = 0; i < plain.test().size(); i++) {
      assertThat(sample(archive.test(), i)).isEqualTo(sample(plain.test(), i));
    }
    byte[] file = Files.readAllBytes(packed.resolve("x.tar.gz"));
    Files.write(packed.resolve("x.tar.gz"), Arrays.copyOf(file, file.length - 12));
    assertThat(error(() -> WavFolder.open(packed, OPTIONS, Progress.none())))
        .startsWith(packed.resolve("x.tar.gz") + ": can't be unpacked");
    Files.write(packed.resolve("y.tar.gz"), file);
    assertThat(WavFolder.isIn(packed)).isFalse();
  }

  @Test
  void brokenFilesAreLeftOutOrRefused() throws IOException {
    put("a/1.wav", new byte[3]);
    put("b/1.wav", SignalFixtures.wav16(1, 8));
    assertThat(error(() -> open(OPTIONS)))
        .startsWith(folder + ": 2 recordings are broken\n  expected: recordings that can be read");
    for (String name : List.of("a/2", "a/3", "b/2")) {
      put(name + ".wav", wav16(1, 8, 1));
    }
    assertThat(open(OPTIONS).broken().getLast().reason())
        .isEqualTo(
            folder.resolve("b/1.wav") + ": the recording is empty; expected: a sample or more");
  }

  @Test
  void valuesThatAreNotFiniteAreRefusedWhenTheyAreRead() throws IOException {
    byte[] content =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).putFloat(0).array();
    byte[] broken =
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(1)
            .putFloat(Float.NaN)
            .array();
    byte[] format = SignalFixtures.chunk("fmt ", SignalFixtures.format(3, 1, 2, 4, 32));
    put("a_x_5.wav", SignalFixtures.wav(format, SignalFixtures.chunk("data", broken)));
    put("b_x_5.wav", SignalFixtures.wav(format, SignalFixtures.chunk("data", content)));
    put("b_x_0.wav", SignalFixtures.wav(format, SignalFixtures.chunk("data", content)));
    WavFolder train = open(OPTIONS).train();
    assertThat(sample(train, 1)).containsExactly(1, 0);
    assertThat(error(() -> sample(train, 0)))
        .isEqualTo(
            folder.resolve("a_x_5.wav")
                + ": a value is not finite\n  expected: finite values\n"
                + "  got: NaN near 0 to 2 of 2");
  }

  @Test
  void spokenDigitsHaveTheValuesOfAnotherReader() throws IOException {
    Path fsdd = SignalFixtures.shared("fsdd");
    assertThat(WavFolder.isIn(fsdd)).isTrue();
    WavFolderSplits opened = WavFolder.open(fsdd, OPTIONS, Progress.none());
    assertThat(opened.broken()).isEmpty();
    for (String[] row : SignalFixtures.rows("digits.csv")) {
      WavFolder data = row[0].equals("train") ? opened.train() : opened.test();
      assertThat(data.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
      assertThat(data.shape()).hasToString("8000x1");
      assertThat(data.size()).hasToString(row[1]);
      assertThat(String.join(" ", Leak.names(data))).isEqualTo(row[2]);
      long[] lengths = IntStream.range(0, data.size()).mapToLong(data::length).sorted().toArray();
      assertThat(lengths[0]).hasToString(row[3]);
      assertThat(lengths[lengths.length - 1]).hasToString(row[4]);
      CRC32 crc = new CRC32();
      for (int i = 0; i < data.size(); i++) {
        SignalFixtures.crc(crc, sample(data, i), 8000);
      }
      assertThat(String.format("%08x", crc.getValue())).isEqualTo(row[5]);
    }
  }

  @Test
  void optionsAreChecked() {
    assertThat(error(() -> OPTIONS.withSize(-1, 0)))
        .isEqualTo(
            "the length of the signals is not possible\n"
                + "  expected: 0 to choose, or up to 86400 seconds\n  got: -1.0");
    assertThat(error(() -> OPTIONS.withSize(0, -1)))
        .isEqualTo(
            "the rate of the signals is not possible\n"
                + "  expected: 0 to choose, or 1 Hz or more\n  got: -1");
    assertThat(error(() -> OPTIONS.withTest(1, 0)))
        .isEqualTo(
            "the part for the test is not possible\n"
                + "  expected: a number above 0 and below 1, such as 0.2\n  got: 1.0");
    assertThat(error(() -> OPTIONS.withCache(-1)))
        .isEqualTo("the memory for signals is below 0\n  got: -1 bytes");
  }
}

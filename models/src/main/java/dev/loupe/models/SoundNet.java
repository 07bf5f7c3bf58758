package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.ForRank;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.InstanceNorm;
import dev.loupe.nn.Layer;
import dev.loupe.nn.LogMel;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import dev.loupe.nn.Sequential.Named;
import dev.loupe.nn.SpecAugment;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Networks for sound: one for waves as they are, one for spectrograms.
final class SoundNet {
  private static final String WIDTH = "width";
  private static final String STRIDE = "stride";
  private static final String DROPOUT = "dropout";
  private static final String RATE = "rate";
  private static final String BANDS = "bands";
  private static final String WINDOW = "window";
  private static final String HOP = "hop";
  private static final String FRAME_MASK = "timemask";
  private static final String BAND_MASK = "freqmask";
  private static final String LEVEL = "level";
  private static final List<String> LEVELS = List.of("kept", "even");
  private static final int MASKS = 2;
  private static final int RECEPTIVE = 80;
  private static final List<Integer> TIMES = List.of(1, 1, 2, 4);
  private static final int BLOCKS = 4;

  static final List<ModelCard> CARDS =
      List.of(
          new ModelCard(
              "m5",
              "four convolutions over a wave, the first of 80 steps, for recordings of any length",
              "Dai et al., Very Deep Convolutional Neural Networks for Raw Waveforms, ICASSP 2017,"
                  + " table 1",
              Shape.of(32_000, 1),
              10,
              Settings.NONE
                  .with(WIDTH, 128, "channels of the first convolution; the last has 4 times")
                  .with(STRIDE, 4, "of the first convolution: 4 at 8 kHz, 16 at 44 kHz"),
              SoundNet::five),
          new ModelCard(
              "speccnn",
              "four convolutions of 3x3 with pooling, for log-mel spectrograms of any size, or for"
                  + " waves, of which it makes them",
              "Loupe's own, after Simonyan and Zisserman, Very Deep Convolutional Networks, ICLR"
                  + " 2015, section 2.1",
              Shape.of(64, 101, 1),
              10,
              Settings.NONE
                  .with(WIDTH, 32, "channels of the first convolution; each has twice as many")
                  .with(DROPOUT, 0, "share dropped before the dense layer, below 1")
                  .with(RATE, 8000, "of waves: steps a second")
                  .with(BANDS, 64, "of waves: bands of the mel scale")
                  .with(WINDOW, 256, "of waves: steps that a frame has")
                  .with(HOP, 80, "of waves: steps between frames")
                  .with(LEVEL, "kept", "of waves: kept, or even: all recordings as loud")
                  .with(FRAME_MASK, 0, "of waves: up to so many frames hidden, twice, in training")
                  .with(BAND_MASK, 0, "of waves: up to so many bands hidden, twice, in training"),
              SoundNet::spectrogram));

  private SoundNet() {}

  private static Layer five(int classes, Settings settings) {
    int width = settings.channels(WIDTH);
    int stride = settings.whole(STRIDE, 1, RECEPTIVE);
    List<Layer> layers = new ArrayList<>();
    for (int times : TIMES) {
      Conv conv =
          layers.isEmpty()
              ? Conv.of(width, RECEPTIVE).withStride(stride).withPadding(Padding.same())
              : Conv.of(times * width, 3);
      layers.add(Sequential.of(conv.withoutBias(), BatchNorm.of(), Nonlinearity.RELU));
      layers.add(MaxPool.of(4));
    }
    layers.add(GlobalAveragePool.of());
    layers.add(Dense.of(classes));
    return Sequential.of(layers.toArray(Layer[]::new));
  }

  private static Layer spectrogram(int classes, Settings settings) {
    int width = settings.channels(WIDTH);
    float dropout = settings.share(DROPOUT);
    LogMel mel =
        new LogMel(
            settings.whole(RATE, 1, 10_000_000),
            settings.whole(WINDOW, 2, 1 << 16),
            settings.whole(HOP, 1, 1 << 16),
            settings.whole(BANDS, 1, 1024));
    int frames = settings.whole(FRAME_MASK, 0, 1 << 16);
    int bands = settings.whole(BAND_MASK, 0, 1024);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      layers.add(Blocks.convNormRelu(width << i, 3, 1));
      layers.add(MaxPool.of(2));
    }
    layers.add(GlobalAveragePool.of());
    if (dropout > 0) {
      layers.add(Dropout.of(dropout));
    }
    layers.add(Dense.of(classes));
    Sequential front = Sequential.of();
    if (settings.oneOf(LEVEL, LEVELS).equals("even")) {
      front = front.with("level", InstanceNorm.of());
    }
    front = front.with("mel", mel).with("norm", BatchNorm.of());
    if (frames + bands > 0) {
      front = front.with("mask", new SpecAugment(frames, bands, MASKS));
    }
    // Without a name, so that a network for pictures has no trace of it.
    return new Sequential(List.of(new Named("", new ForRank(1, front))))
        .with("", Sequential.of(layers.toArray(Layer[]::new)));
  }
}

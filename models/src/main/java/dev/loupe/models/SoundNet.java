package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Networks for sound: one for waves as they are, one for spectrograms.
final class SoundNet {
  private static final String WIDTH = "width";
  private static final String STRIDE = "stride";
  private static final String DROPOUT = "dropout";
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
              "four convolutions of 3x3 with pooling, for log-mel spectrograms of any size",
              "Loupe's own, after Simonyan and Zisserman, Very Deep Convolutional Networks, ICLR"
                  + " 2015, section 2.1",
              Shape.of(64, 101, 1),
              10,
              Settings.NONE
                  .with(WIDTH, 32, "channels of the first convolution; each has twice as many")
                  .with(DROPOUT, 0, "share dropped before the dense layer, below 1"),
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
    return Sequential.of(layers.toArray(Layer[]::new));
  }
}

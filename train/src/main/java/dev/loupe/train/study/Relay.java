package dev.loupe.train.study;

import dev.loupe.graph.Plan;
import dev.loupe.train.MemoryNeed;
import dev.loupe.train.TrainingListener;

/// Hands on what is planned and noted in a training that only serves a study.
abstract class Relay implements TrainingListener {
  private final TrainingListener to;

  Relay(TrainingListener to) {
    this.to = to;
  }

  @Override
  public void started(Plan plan, MemoryNeed memory, Sizes sizes) {
    to.started(plan, memory, sizes);
  }

  @Override
  public void note(String text) {
    to.note(text);
  }
}

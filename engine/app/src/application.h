// The main loop: one screen after another, 60 frames a second while something moves and 10 when nothing does.
#pragma once

#include "stage.h"

namespace np::app {

class Application {
  public:
    explicit Application(Stage& stage) : stage_(stage) {}
    // Returns when the person leaves.
    Status run();

  private:
    void change_screen(Next next);
    void draw_waiting(const std::string& words, double share);
    Stage& stage_;
    std::unique_ptr<Screen> screen_;
};

}  // namespace np::app

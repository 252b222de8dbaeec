// tocsin version
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/options.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace tocsin {

void AddVersionCommand(CLI::App& app, int* exit_code) {
  app.set_version_flag("--version", fmt::format("tocsin {}\n", TOCSIN_VERSION));
  CLI::App* version = app.add_subcommand("version", "print the version");
  const auto json = std::make_shared<bool>(false);
  version->add_flag("--json", *json, "as a JSON object");
  version->callback([json, exit_code] {
    if (*json) {
      Write(stdout, fmt::format("{{\"name\":\"tocsin\",\"version\":\"{}\",\"alert_schema\":"
                                "\"tocsin.alert/1\"}}\n",
                                TOCSIN_VERSION));
    } else {
      Write(stdout, fmt::format("tocsin {}\n", TOCSIN_VERSION));
    }
    *exit_code = kExitSuccess;
  });
}

}  // namespace tocsin

#include "alerts/object_hash.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tocsin {
namespace {

// Vectors computed with object-hash 3.0.0.
TEST(ObjectHash, AgreesWithTheJavaScriptLibrary) {
  struct Case {
    const char* name;
    const char* json;
    const char* sha1;
  };
  const Case cases[] = {
      {"new terms",
       R"json(["idx-a","E1","undefined","default:11111111-2222-3333-4444-555555555555",["t1"]])json",
       "065698487d3455a454dc2fb63f719fb56e4c9b7f"},
      {"esql row", R"json(["E1",1,"idx-a","default:11111111-2222-3333-4444-555555555555"])json",
       "e6f8c62a79eca9c0d3fb42de0c1b1daffcbb9c16"},
      {"esql aggregate",
       R"json(["2026-01-01T00:00:00.000Z2026-01-01T00:06:00.000Z","FROM x | STATS c = COUNT(*)",)json"
       R"json("default:11111111-2222-3333-4444-555555555555",0])json",
       "1a7c1f4f2af825f1cb74f98d58f3c254cd35f251"},
      {"instance id",
       R"json([[{"field":"host.name","value":"h1"}],"11111111-2222-3333-4444-555555555555","default"])json",
       "54a7547475c510d31eda5decf1eace1341e74b8e"},
      {"instance id, missing field",
       R"json([[{"field":"host.name","value":null}],"11111111-2222-3333-4444-555555555555","default"])json",
       "bb0f620137b62da94ce029b8548465de77bc0ed1"},
      {"threshold instance id",
       R"json([["h1","u1"],"11111111-2222-3333-4444-555555555555","default"])json",
       "03d3bada2a939a99522038979a5c8cc2b278793b"},
      {"two terms",
       R"json([[{"field":"host.name","value":"h1"},{"field":"user.name","value":null}],"rule-uuid","default"])json",
       "c838515a9aa56e06920d5724a0a71131b14e747a"},
      {"array value",
       R"json([[{"field":"host.name","value":["a","b"]}],"rule-uuid","default"])json",
       "4966566c7062aa3d622df40b9861bb185d337067"},
      {"non-ASCII", R"json(["é","x"])json", "141b64a1c6bae7716ce8d7f102f7b21f8123a905"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ObjectHash(nlohmann::json::parse(c.json)), c.sha1)
        << c.name << ": " << ObjectHashWalk(nlohmann::json::parse(c.json));
  }
}

}  // namespace
}  // namespace tocsin

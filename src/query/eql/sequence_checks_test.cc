#include "query/eql/sequence_checks.h"

#include "query/eql/eql_testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin::eql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Mistakes;

struct Case {
  const char* name;
  const char* text;
  const char* mistake;  // null: none
};

TEST(EqlSequenceChecks, TellWhatIsWrong) {
  const Case kCases[] = {
      {"common and own keys", "sequence by a [x where true] by b [y where true] by c", nullptr},
      {"keys of one stage only", "sequence [a where true] by x [b where true] by x, y",
       "1:48 EQL014 inconsistent number of join keys specified; expected 1 but found 2"},
      {"until without keys",
       "sequence by k [a where true] by x [b where true] by x until [c where true]",
       "1:61 EQL014 inconsistent number of join keys specified; expected 1 but found 0"},
      {"one stage", "sequence [a where true]", "1:1 EQL062 a sequence needs at least two stages"},
      {"one stage, twice", "sequence [a where true] with runs=2", nullptr},
      {"one stage, once", "sequence [a where true] with runs=1",
       "1:1 EQL062 a sequence needs at least two stages"},
      {"no runs", "sequence [a where true] with runs=0 [b where true]",
       "1:35 EQL063 a stage can run 1 to 100 times, not 0"},
      {"too many runs", "sequence [a where true] with runs=101 [b where true]",
       "1:35 EQL063 a stage can run 1 to 100 times, not 101"},
      {"missing stage", "sequence with maxspan=1s ![a where true] [b where true]", nullptr},
      {"missing stage without a time span", "sequence ![a where true] [b where true]",
       "1:10 EQL064 a missing-event stage needs a time span"},
      {"missing stages only", "sequence with maxspan=1s ![a where true] ![b where true]",
       "1:26 EQL064 a sequence needs at least one stage that is not missing"},
      {"sample", "sample by k [a where true] [b where true]", nullptr},
      {"sample without keys", "sample [a where true] [b where true]",
       "1:1 EQL065 a sample needs at least one join key"},
      {"sample of one", "sample by k [a where true]",
       "1:1 EQL062 a sample needs at least two terms"},
      {"sample with different keys", "sample [a where true] by x [b where true]",
       "1:28 EQL014 inconsistent number of join keys specified; expected 1 but found 0"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    if (c.mistake == nullptr) {
      EXPECT_THAT(Mistakes(c.text), IsEmpty());
    } else {
      EXPECT_THAT(Mistakes(c.text), ElementsAre(c.mistake));
    }
  }
}

TEST(EqlSequenceChecks, RefuseRunsThatWouldFillTheMemory) {
  std::string query = "sequence";
  for (int i = 0; i < 11; ++i) query += " [a where true] with runs=100";
  EXPECT_THAT(Mistakes(query),
              ElementsAre("1:1 EQL012 the sequence is too large once its runs are written out"));
}

}  // namespace
}  // namespace tocsin::eql

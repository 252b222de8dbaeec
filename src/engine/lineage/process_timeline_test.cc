#include "engine/lineage/process_timeline.h"

#include "engine/lineage/lineage_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace tocsin::lineage {
namespace {

const std::string kStart = "event.category=process event.type=start host=h ";
const std::string kEnd = "event.category=process event.type=end host=h ";
const std::string kNet = "event.category=network event.type=start host=h ";

// One line for each process, in a fixed order: what a reader of the timeline sees.
std::vector<std::string> Describe(const ProcessTimeline& timeline) {
  std::vector<std::string> lines;
  for (const auto& process : timeline.processes()) {
    std::string line =
        std::to_string(process->pid) + " " + std::to_string(process->start.ns / 1'000'000) + "-";
    if (process->end != kMaxTime) line += std::to_string(process->end.ns / 1'000'000);
    for (const Image& image : process->images) line += " " + std::string(image.name);
    line += " <" + std::string(process->IdFor("")) + ">";
    if (process->parent != nullptr) line += " of " + std::to_string(process->parent->pid);
    lines.push_back(line);
  }
  return lines;
}

std::unique_ptr<const ProcessTimeline> Build(const std::vector<std::string>& events,
                                             unsigned seed = 0) {
  std::vector<std::string> shuffled = events;
  std::mt19937 random(seed);
  if (seed != 0) std::shuffle(shuffled.begin(), shuffled.end(), random);
  std::vector<SightingBook> books(seed == 0 ? 1 : 3);
  for (const std::string& words : shuffled) {
    books[random() % books.size()].Observe(MakeEvent(words)->event());
  }
  SightingBook all;
  for (const SightingBook& book : books) all.Merge(book);
  return ProcessTimeline::Build(std::move(all));
}

std::vector<std::string> Story() {
  return {
      kStart + "t=1000 process.pid=10 process.parent.pid=1 process.executable=/usr/sbin/sshd",
      kStart + "t=2000 process.pid=20 process.parent.pid=10 process.executable=/bin/bash",
      kStart + "t=3000 process.pid=30 process.parent.pid=20 process.executable=/usr/bin/curl",
      kEnd + "t=4000 process.pid=20 process.executable=/bin/bash",
      kStart + "t=5000 process.pid=20 process.parent.pid=30 process.executable=/bin/id",
      kNet + "t=5500 process.pid=77 process.executable=/opt/agent process.parent.pid=1",
  };
}

TEST(ProcessTimeline, FindsWhoOwnedAPidAndWhoseChildItWas) {
  const auto timeline = Build(Story());
  const Process* bash = timeline->FindPid("h", 20, Time{2'500'000'000});
  ASSERT_NE(bash, nullptr);
  EXPECT_EQ(bash->images.front().name, "bash");
  EXPECT_EQ(bash->parent, timeline->FindPid("h", 10, Time{2'500'000'000}));
  EXPECT_EQ(timeline->FindPid("h", 20, Time{4'500'000'000}), nullptr);  // ended, not yet given anew
  const Process* id = timeline->FindPid("h", 20, Time{6'000'000'000});
  ASSERT_NE(id, nullptr);
  EXPECT_EQ(id->images.front().name, "id");
  EXPECT_NE(id->IdFor(""), bash->IdFor(""));
  EXPECT_EQ(timeline->FindPid("h", 10, Time{999'000'000}), nullptr);  // not yet started
  EXPECT_EQ(timeline->FindPid("other", 20, Time{2'500'000'000}), nullptr);
}

TEST(ProcessTimeline, DoesNotDependOnOrderOrBooks) {
  const std::vector<std::string> expected = Describe(*Build(Story()));
  for (unsigned seed = 1; seed <= 50; ++seed) {
    EXPECT_EQ(Describe(*Build(Story(), seed)), expected) << "seed " << seed;
  }
}

TEST(ProcessTimeline, ExecKeepsTheEntityAndTheNameOfTheTime) {
  const auto timeline = Build({
      kStart + "t=1000 event.action=fork process.pid=5 process.parent.pid=1 "
               "process.executable=/bin/sh",
      kStart + "t=1500 event.action=exec process.pid=5 process.parent.pid=1 "
               "process.executable=/usr/bin/wget",
  });
  ASSERT_EQ(timeline->processes().size(), 1U);
  const Process& process = *timeline->processes().front();
  EXPECT_EQ(process.ImageAt(Time{1'200'000'000}).name, "sh");
  EXPECT_EQ(process.ImageAt(Time{1'500'000'000}).name, "wget");
}

TEST(ProcessTimeline, AnAttemptThatFailedStartsNothing) {
  const auto timeline = Build({
      kStart + "t=1000 process.pid=5 process.executable=/bin/sh",
      kStart + "t=1001 event.outcome=failure process.pid=5 process.executable=/bin/x",
  });
  ASSERT_EQ(timeline->processes().size(), 1U);
  EXPECT_EQ(timeline->processes().front()->images.size(), 1U);
}

TEST(ProcessTimeline, TwoSensorsTellOfOneStart) {
  const auto timeline = Build({
      kStart + "t=1000 source=sysmon host.os.type=windows process.entity_id={a} process.pid=5 "
               "process.executable=C:\\Windows\\cmd.exe",
      kStart + "t=1004 source=security host.os.type=windows process.pid=5 "
               "process.executable=C:\\Windows\\CMD.EXE process.command_line=cmd+/c",
  });
  ASSERT_EQ(timeline->processes().size(), 1U);
  const Process& process = *timeline->processes().front();
  EXPECT_EQ(process.IdFor("security"), "{a}");
  EXPECT_EQ(process.ImageAt(kMaxTime).command_line, "cmd /c");
}

const std::string kWindows = kStart + "host.os.type=windows source=security ";

TEST(ProcessTimeline, OneSensorsTwoStartsOfAPidAreTwoProcesses) {
  const auto timeline = Build({
      kWindows + "t=1000 process.pid=5 process.executable=C:\\a.exe",
      kWindows + "t=1004 process.pid=5 process.executable=C:\\a.exe",
      kWindows + "t=1004 process.pid=5 process.executable=C:\\a.exe",  // a repeat
  });
  ASSERT_EQ(timeline->processes().size(), 2U);
  EXPECT_EQ(timeline->processes()[0]->end.ns, 1'004'000'000);
  EXPECT_FALSE(timeline->processes()[0]->end_known);
}

TEST(ProcessTimeline, AProcessKnownFromOtherRecordsHasNoMadeId) {
  const auto timeline = Build({
      kNet + "t=1000 process.pid=9 process.executable=/usr/sbin/sshd",
      kStart + "t=2000 process.pid=10 process.parent.pid=9 process.executable=/bin/sh",
  });
  const Process* sshd = timeline->FindPid("h", 9, Time{1'500'000'000});
  ASSERT_NE(sshd, nullptr);
  EXPECT_EQ(sshd->IdFor(""), "");
  EXPECT_EQ(timeline->FindPid("h", 10, kMaxTime)->parent, sshd);
}

TEST(ProcessTimeline, EntitiesWithoutAPidJoinTheirStart) {
  const auto timeline = Build({
      kStart + "t=1000 process.pid=4 process.entity_id=77 process.executable=/bin/a",
      kStart + "t=1100 process.entity_id=78 process.parent.entity_id=77 process.executable=/bin/b",
      kEnd + "t=1200 process.entity_id=77",
  });
  const Process* child = timeline->FindEntity("h", "78");
  ASSERT_NE(child, nullptr);
  ASSERT_NE(child->parent, nullptr);
  EXPECT_EQ(child->parent->pid, 4);
  EXPECT_EQ(child->parent->end.ns, 1'200'000'000);
}

// 4688 with the creator's image, and no 4689: the pid of word.exe was given anew in between.
TEST(ProcessTimeline, AParentOfAnotherImageIsNotTheOldOwnerOfItsPid) {
  const auto timeline = Build({
      kWindows + "t=1000 process.pid=100 process.executable=C:\\word.exe",
      kWindows + "t=9000 process.pid=101 process.executable=C:\\cmd.exe process.parent.pid=100 "
                 "process.parent.executable=C:\\svchost.exe",
  });
  const Process* cmd = timeline->FindPid("h", 101, kMaxTime);
  ASSERT_NE(cmd, nullptr);
  ASSERT_NE(cmd->parent, nullptr);
  EXPECT_EQ(cmd->parent->images.front().name, "svchost.exe");
  EXPECT_FALSE(cmd->parent->start_known);
  EXPECT_EQ(timeline->FindPid("h", 100, Time{1'000'000'000})->images.front().name, "word.exe");
}

TEST(ProcessTimeline, CirclesAreBroken) {
  const auto timeline = Build({
      kStart + "t=1000 process.pid=1 process.entity_id=a process.parent.entity_id=c "
               "process.executable=/a",
      kStart + "t=1000 process.pid=2 process.entity_id=b process.parent.entity_id=a "
               "process.executable=/b",
      kStart + "t=1000 process.pid=3 process.entity_id=c process.parent.entity_id=b "
               "process.executable=/c",
  });
  std::size_t roots = 0;
  for (const auto& process : timeline->processes()) roots += process->parent == nullptr ? 1 : 0;
  EXPECT_EQ(roots, 1U);
  EXPECT_EQ(timeline->conflicts().circles, 1U);
}

TEST(ProcessTimeline, AForgedIdHidesNobody) {
  const auto timeline = Build({
      kWindows + "t=1000 process.pid=5 process.entity_id={a} process.executable=C:\\real.exe",
      kWindows + "t=9000 process.pid=99 process.entity_id={a} process.executable=C:\\forged.exe",
  });
  ASSERT_EQ(timeline->processes().size(), 2U);
  EXPECT_EQ(timeline->conflicts().ids, 1U);
  EXPECT_EQ(timeline->Find("h", "{a}", 5, kMaxTime)->images.front().name, "real.exe");
  EXPECT_EQ(timeline->Find("h", "{a}", 99, kMaxTime)->images.front().name, "forged.exe");
}

TEST(ProcessTimeline, AParentIsKnownFromItsChildsRecord) {
  const auto timeline = Build({
      kStart + "t=1000 process.pid=5 process.executable=/bin/sh process.parent.pid=4 "
               "process.parent.executable=/usr/sbin/sshd process.parent.command_line=sshd+-D",
  });
  const Process* sshd = timeline->FindPid("h", 4, kMaxTime);
  ASSERT_NE(sshd, nullptr);
  EXPECT_EQ(timeline->FindPid("h", 5, kMaxTime)->parent, sshd);
  EXPECT_EQ(sshd->images.front().command_line, "sshd -D");
}

TEST(ProcessTimeline, LogonSessionsNameUsers) {
  const auto timeline = Build({
      "event.category=authentication host=h t=1000 winlog.event_data.TargetLogonId=0x5a "
      "winlog.event_data.TargetUserSid=S-1-5-21-1",
      "event.category=authentication host=h t=9000 winlog.event_data.TargetLogonId=0x5a "
      "winlog.event_data.TargetUserSid=S-1-5-21-2",
  });
  EXPECT_EQ(timeline->FindUser("h", "0x5a", Time{2'000'000'000}).id, "S-1-5-21-1");
  EXPECT_EQ(timeline->FindUser("h", "0x5a", Time{9'000'000'000}).id, "S-1-5-21-2");
  EXPECT_EQ(timeline->FindUser("h", "0x5a", Time{500'000'000}).id, "");
  EXPECT_EQ(timeline->FindUser("h", "0x3e7", Time{0}).id, "S-1-5-18");
}

TEST(ProcessTimeline, AMarkIsSeenByDescendantsFromThenOn) {
  SightingBook book;
  const EventPtr start = MakeEvent(kStart + "t=1000 process.pid=4 process.executable=/bin/a");
  book.Observe(start->event());
  book.Mark(start->event(), 3);
  book.Observe(MakeEvent(kStart + "t=900 process.pid=5 process.executable=/bin/b")->event());
  book.Observe(
      MakeEvent(kStart + "t=2000 process.pid=6 process.parent.pid=4 process.executable=/bin/c")
          ->event());
  const auto timeline = ProcessTimeline::Build(std::move(book));
  const Process* marked = timeline->FindPid("h", 4, kMaxTime);
  const Process* other = timeline->FindPid("h", 5, kMaxTime);
  const Process* child = timeline->FindPid("h", 6, kMaxTime);
  EXPECT_TRUE(timeline->HasMarkedAncestor(*child, 3, Time{1'000'000'000}));
  EXPECT_FALSE(timeline->HasMarkedAncestor(*child, 3, Time{999'000'000}));
  EXPECT_FALSE(timeline->HasMarkedAncestor(*child, 4, kMaxTime));
  EXPECT_FALSE(timeline->HasMarkedAncestor(*marked, 3, kMaxTime));
  EXPECT_FALSE(timeline->HasMarkedAncestor(*other, 3, kMaxTime));
}

TEST(ProcessTimeline, AWindowsPidIsForgottenAfterADayUnlessTheRecordNamesItsImage) {
  const auto timeline = Build({
      kWindows + "t=1000 process.pid=100 process.executable=C:\\a.exe",
      kWindows + "t=86500000 process.pid=101 process.parent.pid=100 process.executable=C:\\b.exe",
      kWindows + "t=86500001 process.pid=102 process.parent.pid=100 process.executable=C:\\c.exe "
                 "process.parent.executable=C:\\a.exe",
  });
  EXPECT_EQ(timeline->FindPid("h", 101, kMaxTime)->parent, nullptr);
  EXPECT_NE(timeline->FindPid("h", 102, kMaxTime)->parent, nullptr);
}

}  // namespace
}  // namespace tocsin::lineage

/** Lets the sides of one call play together: what is done to one player is done to all. */
export function linkPlayers(players: readonly HTMLAudioElement[]): void {
  // Players that were moved from here: their own `seeking` must not move the others back.
  const moved = new Set<HTMLAudioElement>();
  for (const leader of players) {
    const others = players.filter((player) => player !== leader);
    leader.addEventListener('play', () => others.forEach((player) => void player.play()));
    leader.addEventListener('pause', () => others.forEach((player) => player.pause()));
    leader.addEventListener('seeking', () => {
      if (moved.delete(leader)) return;
      for (const player of others) {
        moved.add(player);
        player.currentTime = leader.currentTime;
      }
    });
  }
}

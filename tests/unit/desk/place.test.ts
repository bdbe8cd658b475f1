import { describe, expect, it } from 'vitest';
import { readPlace, writePlace } from '../../../renderer/desk/place/kept-place.ts';
import { firstPlace } from '../../../renderer/desk/place/place.ts';
import { firstSpot, SpotKeeper, type Spot } from '../../../renderer/desk/place/spot.ts';

const place = {
  ...firstPlace,
  view: 'team' as const,
  ticketId: '01990000-0000-7000-8000-000000000001',
  contactFor: '01990000-0000-7000-8000-000000000002',
};
const spot: Spot = {
  field: { name: 'note', caret: [3, 7] },
  listTop: 4200,
  lines: 600,
  filter: 'box',
  timelineTop: 80,
};

describe('the place in the desk', () => {
  it('comes back as it was left', () => {
    expect(readPlace(writePlace(place, spot))).toEqual({ place, spot });
  });

  it('is the first one when what was kept cannot be read', () => {
    for (const kept of [undefined, '', '{', '{"view":"moon"}', 'null'])
      expect(readPlace(kept)).toEqual({ place: firstPlace, spot: firstSpot });
  });

  it('is whole without what an earlier version did not keep', () => {
    const kept = readPlace(JSON.stringify({ ...place, contactFor: undefined, spot }));
    expect(kept).toEqual({ place: { ...place, contactFor: null }, spot });
  });

  it('keeps its ticket when an earlier version kept no spot, or the spot cannot be read', () => {
    expect(readPlace(JSON.stringify(place))).toEqual({ place, spot: firstSpot });
    for (const wrong of [null, { listTop: -1 }, { ...spot, field: { name: 'note', caret: [7, 3] } }])
      expect(readPlace(JSON.stringify({ ...place, spot: wrong }))).toEqual({ place, spot: firstSpot });
  });
});

describe('the kept spot', () => {
  it('is taken once', () => {
    const keeper = new SpotKeeper(spot);
    expect(keeper.waits('listTop')).toBe(true);
    expect(keeper.take('listTop')).toBe(4200);
    expect(keeper.waits('listTop')).toBe(false);
    expect(keeper.take('listTop')).toBeUndefined();
    expect(keeper.take('filter')).toBe('box');
  });

  it('is not brought to another ticket, and the list stays where it is', () => {
    const keeper = new SpotKeeper(spot);
    keeper.leave('ticket');
    expect(keeper.take('timelineTop')).toBeUndefined();
    expect(keeper.last).toEqual({ ...spot, field: null, timelineTop: null });
  });

  it('is not brought to another list, and the ticket stays where it is', () => {
    const keeper = new SpotKeeper(spot);
    keeper.leave('list');
    expect(keeper.take('filter')).toBeUndefined();
    expect(keeper.last).toEqual({ ...firstSpot, timelineTop: 80 });
  });

  it('that was read late is still taken', () => {
    const keeper = new SpotKeeper(firstSpot);
    keeper.take('listTop');
    keeper.restore(spot);
    expect(keeper.take('listTop')).toBe(4200);
    expect(keeper.last).toEqual(spot);
  });
});

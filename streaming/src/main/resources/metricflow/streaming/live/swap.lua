-- Puts a project's rebuilt keys in the place of the old ones, at once.
-- KEYS: applied; the staged keys, each followed by the key it becomes; keys to remove.
-- ARGV: number of staged keys, query id, batch id, seconds the marker lives.
local staged = tonumber(ARGV[1])
for i = 1, staged do
  -- It is gone when Redis was emptied meanwhile; the mark then shows it.
  if redis.call('EXISTS', KEYS[2 * i]) == 1 then
    redis.call('RENAME', KEYS[2 * i], KEYS[2 * i + 1])
  end
end
for i = 2 * staged + 2, #KEYS do
  redis.call('UNLINK', KEYS[i])
end
if staged > 0 then
  redis.call('HSET', KEYS[1], 'query_id', ARGV[2], 'batch_id', ARGV[3])
  redis.call('EXPIRE', KEYS[1], ARGV[4])
else
  redis.call('UNLINK', KEYS[1])
end
return 1

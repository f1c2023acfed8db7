// The paths of OpenAI's smaller endpoints: older completions, pictures, speech, transcripts, moderations.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Gateway } from '../pipeline/gateway.ts';
import { serveTask } from '../pipeline/serve-task.ts';
import type { Task } from '../pipeline/task.ts';
import { completionTask } from './completion-task.ts';
import { openaiDoor } from './door.ts';
import { handle, type Settlement } from './handle.ts';
import { imageTask } from './image-task.ts';
import { moderationTask } from './moderation-task.ts';
import { openaiPaths } from './openai-paths.ts';
import { readFormBody } from './read-form.ts';
import { readJsonBody, type JsonBody } from './read-json.ts';
import { speechTask } from './speech-task.ts';
import { transcriptionTask } from './transcription-task.ts';

type ReadTask = (request: FastifyRequest) => Task | Promise<Task>;

const ofJson =
  (build: (body: JsonBody) => Task): ReadTask =>
  ({ body }) =>
    build(readJsonBody(body));

const ofForm =
  (endpoint: 'transcriptions' | 'translations'): ReadTask =>
  async ({ body, admission }) =>
    transcriptionTask(await readFormBody(body, admission.contentType), endpoint);

const taskRoutes: Readonly<Record<string, ReadTask>> = {
  completions: ofJson(completionTask),
  'images/generations': ofJson(imageTask),
  'audio/speech': ofJson(speechTask),
  'audio/transcriptions': ofForm('transcriptions'),
  'audio/translations': ofForm('translations'),
  moderations: ofJson(moderationTask),
};

/** Adds them all. */
export function addTaskRoutes(app: FastifyInstance, gateway: Gateway, settlement: Settlement): void {
  for (const [rest, read] of Object.entries(taskRoutes)) {
    const endpoint = `/v1/${rest}`;
    for (const path of openaiPaths(rest)) {
      app.post(path, { config: { door: openaiDoor, endpoint } }, (request, reply) =>
        handle(settlement, openaiDoor, endpoint, request, reply, async (context) =>
          serveTask(gateway, context, await read(request)),
        ),
      );
    }
  }
}
